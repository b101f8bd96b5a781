"""What roles allow with pages: every kind of page says it once, in its ``page_rights``.

From them answers the tester of one page (here) and the policy of whole lists (``page_policy``), so
that no door of Wagtail's goes by anything else. Wagtail's own groups only open the admin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from wagtail.models import Page, PagePermissionTester

from cms.people import roles
from cms.people.models import Role
from cms.people.roles import Scope

EDIT = frozenset({"add", "change", "lock"})
PUBLISH = frozenset({"add", "change", "publish", "lock", "unlock"})


@dataclass(frozen=True, slots=True)
class UnitRights:
    """Of pages that belong to a unit: ``readers`` see them, drafts too; a role does its
    ``actions``. ``unit`` is the lookup of the unit's path, ``page.unit_path`` the path itself;
    ``also_asked`` names what else of a page its tester looks at."""

    unit: str
    readers: tuple[Role, ...]
    actions: Mapping[Role, frozenset[str]] = field(hash=False)
    also_asked: tuple[str, ...] = ()

    def seen_by(self, user) -> Scope:
        """The units whose pages ``user`` sees."""
        return roles.scope(user, *self.readers)

    def done_by(self, user, actions: Iterable[str]) -> Scope:
        """The units with whose pages ``user`` may do any of ``actions``."""
        asked = set(actions)
        return roles.scope(user, *(role for role, own in self.actions.items() if own & asked))

    def actions_on(self, user, page) -> set[str]:
        """What ``user`` may do with ``page``."""
        found: set[str] = set()
        for role, own in self.actions.items():
            if roles.scope(user, role).covers(page.unit_path):
                found |= own
        return found

    @property
    def asked(self) -> tuple[str, ...]:
        """What of a page its rights are read from."""
        return (self.unit.removesuffix("__path"), *self.also_asked)


@dataclass(frozen=True, slots=True)
class SectionRights:
    """Of the front page and the parents of others, which are the whole country's: all staff see
    them, who publishes for all of Indonesia changes them. ``writers`` of any unit add pages
    inside, ``publishers`` publish there what their unit's rights allow."""

    writers: tuple[Role, ...] = ()
    publishers: tuple[Role, ...] = ()

    def actions_on(self, user, page=None) -> set[str]:
        """What ``user`` may do with such a page."""
        found: set[str] = set()
        if roles.scope(user, Role.PUBLISHER).is_national:
            found |= PUBLISH - {"add"}
        if roles.has_role(user, *self.writers):
            found.add("add")
        return found


def read_ahead(pages: Iterable[Page]) -> None:
    """Fetch what the rights of ``pages`` are read from, of each kind at once: a list that asks them
    row by row then costs the same however many rows it has."""
    kinds: dict[type, list[Page]] = {}
    for page in pages:
        kinds.setdefault(type(page), []).append(page)
    for kind, rows in kinds.items():
        rights = getattr(kind, "page_rights", None)
        if isinstance(rights, UnitRights):
            prefetch_related_objects(rows, *rights.asked)


class RolePagePermissionTester(PagePermissionTester):
    """What a user may do with one page: by the rights of its kind, not by groups.

    Never because somebody merely owns the page or its task. Nothing is copied, whoever asks: a
    copy would be rid of the reports behind a story and of what they forbid, of a profile's
    consent, of an edition's history.
    """

    def __init__(self, user, page):
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            self.permissions = page.page_rights.actions_on(user, page)

    def can_edit(self):
        if not self.user.is_active or self.page_is_root:
            return False
        return self.user.is_superuser or "change" in self.permissions

    def can_delete(self, ignore_bulk=False):
        if self.user.is_superuser or not self.page.is_leaf():
            return super().can_delete(ignore_bulk=ignore_bulk)
        if not self.user.is_active or "change" not in self.permissions:
            return False
        # As Wagtail, which searches the whole tree for public pages below one that holds none.
        return "publish" in self.permissions or not self.page.live

    def can_copy(self):
        return False


class SectionPermissionTester(RolePagePermissionTester):
    """Of the front page and the parents of others. With what they hold they are neither moved nor
    deleted; only a superuser takes one off the site."""

    def can_delete(self, ignore_bulk=False):
        is_empty = self.page.is_leaf()
        return self.user.is_superuser and is_empty and super().can_delete(ignore_bulk=ignore_bulk)

    def can_unpublish(self):
        return self.user.is_superuser and super().can_unpublish()

    def can_publish_subpage(self):
        if super().can_publish_subpage():
            return True
        publishes = roles.has_role(self.user, *self.page.page_rights.publishers)
        return publishes and bool(type(self.page).creatable_subpage_models())
