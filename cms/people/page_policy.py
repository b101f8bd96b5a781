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
from cms.people.roles import Scope

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

        def units(rights: UnitRights) -> Scope:
            return rights.done_by(user, actions)

        return self.model._default_manager.filter(_in_sections(sections) | _in_units(units))

    def explorable_instances(self, user):
        """Drafts and all: what the explorer, the searches, the reports and the log may name."""
        return self._explorable(user, Q())

    def choosable_instances(self, user):
        """What a link may lead to: what ``user`` sees, and what everybody reads."""
        return self.model._default_manager.filter(self.choosable(user))

    def choosable(self, user, among: Q | None = None) -> Q:
        """The same as a condition, which costs a list of pages less than those pages by key; of
        pages with a unit the database looks ``among`` those only."""
        if not user.is_active:
            return Q(pk__in=())
        among = among or Q()
        return Q() if user.is_superuser else _seen(user, among) | _public(among)

    def explorable_among(self, user, numbers: Iterable[int]) -> set[int]:
        """Which of the pages with ``numbers`` are explorable, at the price of those pages alone."""
        among = Q(pk__in=set(numbers))
        return set(self._explorable(user, among).filter(among).values_list("pk", flat=True))

    def choosable_among(self, user, numbers: Iterable[int]) -> set[int]:
        """Which of the pages with ``numbers`` are choosable, at the price of those pages alone."""
        among = Q(pk__in=set(numbers))
        pages = self.model._default_manager.filter(self.choosable(user, among), among)
        return set(pages.values_list("pk", flat=True))

    def _explorable(self, user, among: Q):
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        if not self.user_has_any_permission(user, EXPLORE):
            return self.model._default_manager.none()
        return self.model._default_manager.filter(_seen(user, among))


def _seen(user, among: Q) -> Q:
    """What ``user`` sees; of pages with a unit the database looks ``among`` those only."""
    everywhere = _in_sections(lambda _rights: True) | Q(depth=1)
    return everywhere | _in_units(lambda rights: rights.seen_by(user), among)


def _in_sections(are_meant: Callable[[SectionRights], bool]) -> Q:
    """The front page and the parents of others whose rights ``are_meant``."""
    kinds = _kinds_with(SectionRights)
    return _of(*(model for model, rights in kinds.items() if are_meant(rights)))


def _in_units(scope_of: Callable[[UnitRights], Scope], among: Q | None = None) -> Q:
    """Pages whose unit is within the scope of their rights."""
    condition = Q(pk__in=())
    for model, rights in _kinds_with(UnitRights).items():
        condition |= _within(model, rights, scope_of(rights), among or Q())
    return condition


def _within(model, rights: UnitRights, scope: Scope, among: Q) -> Q:
    if not scope.is_national:
        return Q(pk__in=model.objects.filter(among, scope.q(rights.unit)).values("pk"))
    # All of them but those of no unit: a list of every page of the country is not made.
    homeless = model.objects.filter(among, **{rights.unit.removesuffix("__path"): None})
    return _of(model) & ~Q(pk__in=homeless.values("pk"))


def _public(among: Q) -> Q:
    """Public, and shown under the title that the public reads: a newer draft's is its unit's."""
    not_yet = Q(embargo_until__gt=timezone.now())
    withdrawn = ~Q(takedown_state=TakedownState.NONE)
    condition = Q(pk__in=())
    for model in _kinds_with(UnitRights):
        hidden = model.objects.filter(among, not_yet | withdrawn)
        condition |= _of(model) & ~Q(pk__in=hidden.values("pk"))
    return condition & Q(live=True, draft_title=F("title"))


def _of(*models) -> Q:
    return Q(content_type__in=ContentType.objects.get_for_models(*models).values())


def _kinds_with(sort: type) -> dict[type, SectionRights | UnitRights]:
    """The kinds of pages whose rights are of this ``sort``."""
    kinds = {model: getattr(model, "page_rights", None) for model in get_page_models()}
    return {model: rights for model, rights in kinds.items() if isinstance(rights, sort)}


policy = RolePagePolicy()


def register() -> None:
    """Called once, when the app is ready."""
    register_permission_policy(AbstractPage, policy)
