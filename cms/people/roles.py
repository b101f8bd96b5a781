"""Who may do what: the roles of a user, each within a unit and all below it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people.models import Role, RoleAssignment
from cms.places.models import Unit
from cms.places.selectors import within


@dataclass(frozen=True, slots=True)
class Scope:
    """The unit paths in which somebody holds one of the asked roles."""

    paths: tuple[str, ...]

    def covers(self, unit_path: str) -> bool:
        """True when ``unit_path`` is one of the scope's units or below one."""
        return bool(unit_path) and any(unit_path.startswith(path) for path in self.paths)

    def q(self, field: str = "unit_path") -> Q:
        """Rows whose ``field`` (a copied unit path) is within the scope; none when it is empty."""
        condition = Q(pk__in=[])
        for path in self.paths:
            condition |= within(field, path)
        return condition

    @property
    def is_national(self) -> bool:
        """True when one of the scope's units is Mabes, above which there is none."""
        return any(len(path) <= Unit.steplen for path in self.paths)

    def __bool__(self) -> bool:
        return bool(self.paths)


def assignments(user) -> tuple[tuple[str, str], ...]:
    """(role, unit path) pairs of ``user``; read once per request-lived user object, one query."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ()
    cached = getattr(user, "_role_assignments_read", None)
    if cached is None:
        cached = tuple(RoleAssignment.objects.filter(user=user).values_list("role", "unit__path"))
        user._role_assignments_read = cached
    return cached


def scope(user, *roles: Role) -> Scope:
    """Where ``user`` holds any of ``roles``. An administrator's scope counts for every role
    except judging: a panelist is always named."""
    wanted = {str(role) for role in roles}
    if wanted - {Role.PANELIST}:
        wanted.add(str(Role.ADMINISTRATOR))
    return Scope(tuple(sorted({path for role, path in assignments(user) if role in wanted})))


def has_role(user, *roles: Role) -> bool:
    """True when ``user`` holds one of ``roles`` anywhere."""
    return bool(scope(user, *roles))


def may(user, *roles: Role, unit_path: str) -> Verdict:
    """Whether ``user`` holds one of ``roles`` over the unit at ``unit_path``, with the reason."""
    held = scope(user, *roles)
    if not held:
        names = ", ".join(str(Role(role).label) for role in roles)
        return refuse(_("Hanya %(roles)s yang dapat melakukan ini.") % {"roles": names})
    if not held.covers(unit_path):
        return refuse(_("Ini milik satuan lain, di luar wilayah tugas Anda."))
    return ALLOWED


def forget(user) -> None:
    """Forget what was read about ``user`` after a role changed within the same request."""
    user.__dict__.pop("_role_assignments_read", None)
