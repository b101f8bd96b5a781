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
