"""Wagtail's own user screens with our forms: for superusers only, since they know no unit.

Administrators of units use this app's screens, which stay within their units.
"""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Replaces ``wagtail.users`` among the installed apps."""

    user_viewset = "cms.people.admin.users.PersonViewSet"
