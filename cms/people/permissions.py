"""Who may do what with officers, accounts and roles: the one place for each action."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people import roles
from cms.people.models import Officer, Role
from cms.places.models import Unit


def _administers(actor, unit: Unit) -> Verdict:
    if actor.is_superuser and actor.is_active:
        return ALLOWED
    return roles.may(actor, Role.ADMINISTRATOR, unit_path=unit.path)


def may_open_administration(actor) -> Verdict:
    """See the screens of officers and roles at all: administrators of any unit."""
    if actor.is_active and actor.is_superuser:
        return ALLOWED
    if roles.has_role(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return refuse(_("Hanya administrator yang dapat membuka halaman ini."))


def may_see_health(actor) -> Verdict:
    """See how the installation is: numbers of all units together, nobody's content."""
    return may_open_administration(actor)


def may_grant_role(actor, *, unit: Unit) -> Verdict:
    """Grant or revoke roles in ``unit``: an administrator of it or of a unit above."""
    return _administers(actor, unit)


def may_manage_officers(actor, *, unit: Unit) -> Verdict:
    """Create, change, post or import officers of ``unit``."""
    return _administers(actor, unit)


def may_transfer_officer(actor, *, officer: Officer, unit: Unit) -> Verdict:
    """Move ``officer`` to ``unit``: an administrator over both the old unit and the new one."""
    return _administers(actor, officer.unit) and _administers(actor, unit)


def may_reset_password(actor, *, user, units: Iterable[Unit]) -> Verdict:
    """Set a one-time password for ``user``, who belongs to ``units``; never a superuser's.

    The actor must administer *every* unit in which the user is an officer or holds a role: who
    sets a password can sign in as that person.
    """
    if actor.is_superuser and actor.is_active:
        return ALLOWED
    if user.is_superuser:
        return refuse(_("Sandi akun ini hanya dapat diatur oleh pemiliknya."))
    verdict = refuse(_("Akun ini tidak punya satuan."))
    for unit in units:
        verdict = _administers(actor, unit)
        if not verdict:
            return verdict
    return verdict


def may_make_token(actor, *, owner, units: Iterable[Unit]) -> Verdict:
    """Make an API token that acts for ``owner``, who belongs to ``units``.

    For oneself anybody who works here (an officer or a holder of a role); for others who may set
    their password: both can act as that person.
    """
    if not owner.is_active:
        return refuse(_("Akun ini sudah ditutup."))
    if actor.pk != owner.pk:
        return may_reset_password(actor, user=owner, units=units)
    if owner.is_superuser or any(True for _unit in units):
        return ALLOWED
    return refuse(_("Akun ini tidak punya satuan."))


def may_revoke_token(actor, *, owner, units: Iterable[Unit]) -> Verdict:
    """Revoke a token of ``owner``: the owner, or an administrator of any of the ``units``: one who
    sees a leak must not wait for another."""
    if actor.is_active and actor.pk == owner.pk:
        return ALLOWED
    verdict = may_open_administration(actor)
    if not verdict or actor.is_superuser:
        return verdict
    for unit in units:
        if _administers(actor, unit):
            return ALLOWED
    return refuse(_("Token ini milik satuan lain, di luar wilayah tugas Anda."))
