"""Who may see regions and change the unit tree."""

from django.utils.translation import gettext as _
from wagtail.permission_policies import ModelPermissionPolicy

from cms.base.permissions import ALLOWED, Verdict, refuse


def may_change_units(user) -> Verdict:
    """Superusers, and whoever holds Django's permission to change units (administrators)."""
    if user is not None and user.is_active and user.has_perm("cms_places.change_unit"):
        return ALLOWED
    return refuse(_("Hanya administrator yang dapat mengubah satuan."))


class NarrowPolicy(ModelPermissionPolicy):
    """Django's model permissions, but only for ``actions``: nobody, superusers included, adds or
    deletes a row that a command keeps."""

    def __init__(self, model, *, actions: set[str]):
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user, action):
        return action in self.actions and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission([a for a in actions if a in self.actions])
