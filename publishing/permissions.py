"""Who may connect other systems to what is published."""

from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people.models import Role
from cms.people.roles import has_role


def may_integrate(user) -> Verdict:
    """Whether ``user`` may see and change subscriptions and deliveries."""
    if user.is_active and (user.is_superuser or has_role(user, Role.ADMINISTRATOR)):
        return ALLOWED
    return refuse(_("Hanya administrator yang mengurus integrasi."))
