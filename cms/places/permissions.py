"""Who may change the unit tree."""

from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse


def may_change_units(user) -> Verdict:
    """Superusers, and whoever holds Django's permission to change units (administrators)."""
    if user is not None and user.is_active and user.has_perm("cms_places.change_unit"):
        return ALLOWED
    return refuse(_("Hanya administrator yang dapat mengubah satuan."))
