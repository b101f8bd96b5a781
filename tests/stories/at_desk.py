"""Somebody at the desk, signed in."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from cms.people.models import Role
from tests.factories.people import person


def sit(role=Role.EDITOR, unit_code="POLRES-3201", **fields):
    """A signed-in client that may enter the admin, and its user."""
    user = person(role, unit_code, **fields)
    return client_of(user), user


def client_of(user) -> Client:
    """A browser in which ``user`` is signed in and may enter the admin."""
    let_into_admin(user)
    client = Client()
    client.force_login(user)
    return client


def let_into_admin(user) -> None:
    """Give ``user`` the right to enter Wagtail's admin, as a role does."""
    content_type, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    permission, _made = Permission.objects.get_or_create(
        content_type=content_type, codename="access_admin", defaults={"name": "Access admin"}
    )
    user.user_permissions.add(permission)
