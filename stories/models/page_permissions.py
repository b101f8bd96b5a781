"""Wagtail's page permissions, narrowed to the unit a page belongs to."""

from django.utils.functional import cached_property
from wagtail.models import PagePermissionTester

from cms.people import roles
from cms.people.models import Role

EDIT_ACTIONS = {"add", "change", "lock"}
PUBLISH_ACTIONS = {"add", "change", "publish", "lock", "unlock"}


class UnitPagePermissionTester(PagePermissionTester):
    """What a user may do with a page that has a ``unit_path``: decided by roles, not by groups.

    An editor of the unit (or one above it) edits; a publisher edits and publishes. A page that was
    ever public is withdrawn, never deleted, whoever asks.
    """

    def __init__(self, user, page):
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            self.permissions = set(self._by_roles)

    @cached_property
    def _by_roles(self) -> frozenset[str]:
        actions: set[str] = set()
        if roles.scope(self.user, Role.EDITOR).covers(self.page.unit_path):
            actions |= EDIT_ACTIONS
        if roles.scope(self.user, Role.PUBLISHER).covers(self.page.unit_path):
            actions |= PUBLISH_ACTIONS
        return frozenset(actions)

    def can_edit(self):
        """Unlike Wagtail's own, never because somebody merely owns the page or its task."""
        if not self.user.is_active or self.page_is_root:
            return False
        return self.user.is_superuser or "change" in self.permissions

    def can_delete(self, ignore_bulk=False):
        if self.page.first_published_at or self.page.sources.exists():
            return False
        return super().can_delete(ignore_bulk=ignore_bulk)
