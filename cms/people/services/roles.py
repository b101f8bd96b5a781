"""Granting and revoking roles, with Wagtail's groups kept in step."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict
from cms.people import roles
from cms.people.models import Role, RoleAssignment
from cms.people.permissions import may_grant_role
from cms.places.models import Unit, UnitLevel

# What the group of a role is called in Wagtail's admin; panelists work outside the admin.
GROUP_OF_ROLE = {
    Role.EDITOR: "Redaktur",
    Role.PUBLISHER: "Penerbit",
    Role.LEADER: "Pimpinan",
    Role.AWARD_SECRETARY: "Sekretaris penghargaan",
    Role.ADMINISTRATOR: "Administrator",
}


@transaction.atomic
def grant(*, actor, user, role: Role, unit: Unit) -> RoleAssignment:
    """Give ``user`` the ``role`` in ``unit`` and all below it; return the assignment.

    Granting twice changes nothing. Side effects: Wagtail groups, an audit event. Raises Refused
    unless ``actor`` is an administrator over ``unit`` (or a superuser).
    """
    may_grant_role(actor, unit=unit).require()
    assignment, is_new = RoleAssignment.objects.get_or_create(
        user=user, role=role, unit=unit, defaults={"granted_by": actor}
    )
    if is_new:
        sync_groups(user=user)
        _record(actor, assignment, "role.granted")
    return assignment


@transaction.atomic
def revoke(*, actor, assignment: RoleAssignment) -> None:
    """Take a role back. Side effects: Wagtail groups, an audit event.

    Raises Refused as :func:`grant`, Conflict when it is the last administrator of Mabes.
    """
    may_grant_role(actor, unit=assignment.unit).require()
    is_top = assignment.unit.level == UnitLevel.MABES and assignment.role == Role.ADMINISTRATOR
    others = RoleAssignment.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, unit=assignment.unit
    )
    if is_top and len(others) <= 1:
        raise Conflict(_("Ini administrator Mabes yang terakhir; tunjuk penggantinya lebih dulu."))
    _record(actor, assignment, "role.revoked")
    user = assignment.user
    assignment.delete()
    sync_groups(user=user)


def sync_groups(*, user) -> None:
    """Put ``user`` into exactly the groups of their roles; other groups are left alone."""
    roles.forget(user)
    held = {role for role, _path in roles.assignments(user)}
    wanted = {name for role, name in GROUP_OF_ROLE.items() if role in held}
    ours = Group.objects.filter(name__in=GROUP_OF_ROLE.values())
    user.groups.remove(*[group for group in ours if group.name not in wanted])
    user.groups.add(*[group for group in ours if group.name in wanted])


def _record(actor, assignment: RoleAssignment, verb: str) -> None:
    audit.append(
        actor=actor,
        verb=verb,
        target=assignment,
        data={
            "user": assignment.user_id,
            "role": assignment.role,
            "unit": assignment.unit.code,
        },
        chain=f"people:{assignment.unit.path[:8]}",
    )
