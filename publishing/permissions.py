"""Who may connect other systems to what is published."""

from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people.models import Role
from cms.people.roles import has_role, scope


def _manages_all(user) -> bool:
    """Superusers, and administrators of Mabes."""
    if not user.is_active:
        return False
    return user.is_superuser or scope(user, Role.ADMINISTRATOR).is_national


def may_integrate(user) -> Verdict:
    """Whether ``user`` may open the screens of receivers: administrators of any unit."""
    if user.is_active and (user.is_superuser or has_role(user, Role.ADMINISTRATOR)):
        return ALLOWED
    return refuse(_("Hanya administrator yang mengurus integrasi."))


def may_manage_subscription(user, *, unit_path: str) -> Verdict:
    """Whether ``user`` may see and change a receiver that is limited to the unit at ``unit_path``.

    One without such a limit (blank) hears of all of Indonesia: only superusers and administrators
    of Mabes.
    """
    may = may_integrate(user)
    if not may or _manages_all(user):
        return may
    if scope(user, Role.ADMINISTRATOR).covers(unit_path):
        return ALLOWED
    if not unit_path:
        return refuse(
            _("Penerima tanpa batas satuan hanya diurus administrator Mabes. Pilih satuan Anda.")
        )
    return refuse(_("Penerima ini milik satuan lain, di luar wilayah tugas Anda."))
