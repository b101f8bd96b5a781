"""Granting and revoking roles, with Wagtail's groups kept in step."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.base.errors import Conflict, Invalid
from cms.people import roles
from cms.people.facts import clean_email, clean_name, clean_nrp, one_line
from cms.people.models import Role, RoleAssignment
from cms.people.permissions import may_grant_role
from cms.people.selectors import user_by_login
from cms.people.services.passwords import issue
from cms.people.services.record import record
from cms.places.models import Unit, UnitLevel


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role given; ``one_time_password`` is set when an account was made for it."""

    assignment: RoleAssignment
    one_time_password: str | None


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
def appoint(*, actor, login: str, name: str, role: Role, unit: Unit) -> Appointment:
    """Give a role to whoever signs in with ``login`` (NRP or e-mail), or to a new account.

    ``name`` is needed for a new account only. Side effects: as :func:`grant`, and a user with a
    one-time password when there was none. Raises Refused, Invalid with ``fields``.
    """
    may_grant_role(actor, unit=unit).require()
    login = one_line(login)
    user = user_by_login(login)
    password = None
    if user is None:
        user, password = _new_account(login, name)
    elif not user.is_active:
        raise Invalid(_("Akun ini tidak aktif."), fields={"login": _("Akun ini tidak aktif.")})
    return Appointment(grant(actor=actor, user=user, role=role, unit=unit), password)


def _new_account(login: str, name: str) -> tuple[User, str]:
    clean_login, field = (clean_email, "email") if "@" in login else (clean_nrp, "nrp")
    errors, values = {}, {}
    for key, clean, raw in (("login", clean_login, login), ("name", clean_name, name)):
        try:
            values[key] = clean(raw)
        except Invalid as error:
            errors[key] = str(error)
    if "name" in errors and not name.strip():
        errors["name"] = _("Belum ada akun dengan NRP atau e-mail ini: isi nama orangnya.")
    if errors:
        raise Invalid(_("Periksa lagi isian yang ditandai."), fields=errors)
    if User.objects.filter(username=values["login"].lower()).exists():
        raise Invalid(
            _("NRP atau e-mail ini sudah dipakai."),
            fields={"login": _("NRP atau e-mail ini sudah dipakai.")},
        )
    user = User.objects.create_person(name=values["name"], **{field: values["login"]})
    return user, issue(user)


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
    record(
        actor=actor,
        verb=verb,
        target=assignment,
        unit=assignment.unit,
        data={
            "user": assignment.user_id,
            "role": assignment.role,
            "unit": assignment.unit.code,
        },
    )
