"""Which pages Wagtail's lists, searches, choosers, reports, logs and APIs show and to whom.

All of them ask one permission policy; this one answers from the ``page_rights`` of each kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import AbstractPage, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.base.models import TakedownState
from cms.people.page_rights import SectionRights, UnitRights

_NOTHING = Q(pk__in=())
EXPLORE = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


class RolePagePolicy(PagePermissionPolicy):
    """Lists of pages by role and unit; one page as its own tester says.

    Whether somebody has to do with pages at all is still their group's: without one, nothing is
    listed.
    """

    def user_has_any_permission_for_instance(self, user, actions, instance):
        base = self._base_user_has_permission(user)
        if base is not None:
            return base
        return bool(set(actions) & instance.permissions_for_user(user).permissions)

    def instances_user_has_any_permission_for(self, user, actions):
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()

        def sections(rights: SectionRights) -> bool:
            return bool(rights.actions_on(user) & set(actions))

        def rows(rights: UnitRights) -> Q:
            return rights.done_by(user, actions).q(rights.unit)

        return self.model._default_manager.filter(_of_kinds(sections, rows))

    def explorable_instances(self, user):
        """Drafts and all: what the explorer, the searches, the reports and the log may name."""
        return self._explorable(user, Q())

    def choosable_instances(self, user):
        """What a link may lead to: what ``user`` sees, and what everybody reads."""
        return self._choosable(user, Q())

    def explorable_among(self, user, numbers: Iterable[int]) -> set[int]:
        """Which of the pages with ``numbers`` are explorable, at the price of those pages alone."""
        among = Q(pk__in=set(numbers))
        return set(self._explorable(user, among).filter(among).values_list("pk", flat=True))

    def choosable_among(self, user, numbers: Iterable[int]) -> set[int]:
        """Which of the pages with ``numbers`` are choosable, at the price of those pages alone."""
        among = Q(pk__in=set(numbers))
        return set(self._choosable(user, among).filter(among).values_list("pk", flat=True))

    def _explorable(self, user, among: Q):
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        if not self.user_has_any_permission(user, EXPLORE):
            return self.model._default_manager.none()
        return self.model._default_manager.filter(_seen(user, among, or_else=_NOTHING))

    def _choosable(self, user, among: Q):
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        return self.model._default_manager.filter(_seen(user, among, or_else=_is_public()))


def _seen(user, among: Q, *, or_else: Q) -> Q:
    """What is seen, and of pages with a unit those of ``or_else`` too; the database looks only
    ``among`` those pages."""

    def rows(rights: UnitRights) -> Q:
        return among & (rights.seen_by(user).q(rights.unit) | or_else)

    return _of_kinds(lambda _rights: True, rows) | Q(depth=1)


def _is_public() -> Q:
    """Public, and shown under the title that the public reads: a newer draft's is its unit's."""
    shown = Q(embargo_until=None) | Q(embargo_until__lte=timezone.now())
    return shown & Q(live=True, takedown_state=TakedownState.NONE, draft_title=F("title"))


def _of_kinds(sections: Callable[[SectionRights], bool], rows: Callable[[UnitRights], Q]) -> Q:
    """Pages of those sections, and of each kind with a unit those rows."""
    kinds = {model: model.page_rights for model in get_page_models() if _has_rights(model)}
    whole = [m for m, rights in kinds.items() if isinstance(rights, SectionRights)]
    open_to_all = [model for model in whole if sections(kinds[model])]
    condition = Q(content_type__in=ContentType.objects.get_for_models(*open_to_all).values())
    for model, rights in kinds.items():
        if isinstance(rights, UnitRights):
            condition |= Q(pk__in=model.objects.filter(rows(rights)).values("pk"))
    return condition


def _has_rights(model) -> bool:
    return hasattr(model, "page_rights")


policy = RolePagePolicy()


def register() -> None:
    """Called once, when the app is ready."""
    register_permission_policy(AbstractPage, policy)
