"""Who may do what with officers and roles."""

from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people import roles
from cms.people.models import Role
from cms.places.models import Unit


def _administers(actor, unit: Unit) -> Verdict:
    if actor.is_superuser and actor.is_active:
        return ALLOWED
    return roles.may(actor, Role.ADMINISTRATOR, unit_path=unit.path)


def may_grant_role(actor, *, unit: Unit) -> Verdict:
    """Grant or revoke roles in ``unit``: an administrator of it or of a unit above."""
    return _administers(actor, unit)


def may_manage_officers(actor, *, unit: Unit) -> Verdict:
    """Create, change, post or import officers of ``unit``."""
    return _administers(actor, unit)


def may_reset_password(actor, *, user, unit: Unit | None) -> Verdict:
    """Set a one-time password for ``user``, who belongs to ``unit``; never a superuser's."""
    if user.is_superuser and not actor.is_superuser:
        return refuse(_("Sandi akun ini hanya dapat diatur oleh pemiliknya."))
    if unit is None:
        return ALLOWED if actor.is_superuser else refuse(_("Akun ini tidak punya satuan."))
    return _administers(actor, unit)
