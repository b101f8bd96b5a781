"""Wagtail's user screens: for superusers, with NRP or e-mail instead of a user name."""

import re

import pytest

from cms.accounts.models import User
from cms.people.models import Role
from cms.people.services.roles import sync_groups
from tests.factories.people import UserFactory, person


@pytest.fixture
def superuser(client, db):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def form(**fields) -> dict:
    return {"email": "", "first_name": "Wayan", "last_name": "Sudana", "is_active": "on"} | fields


@pytest.mark.parametrize(
    ("fields", "username"),
    [({"nrp": "85010203"}, "85010203"), ({"email": "Wayan@contoh.id"}, "wayan@contoh.id")],
)
def test_a_new_account_gets_a_one_time_password_shown_once(client, superuser, fields, username):
    answer = client.post("/admin/users/new/", form(**fields))

    user = User.objects.get(username=username)
    (password,) = re.findall(r"<code>([a-z2-9-]+)</code>", answer.content.decode())
    assert user.check_password(password)
    assert user.must_change_password
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "fields",
    [{}, {"nrp": "12"}, {"nrp": "85010203"}, {"email": "ADA@contoh.id"}, {"email": "a\x00@b.id"}],
)
def test_a_wrong_account_is_said_beside_the_field(client, superuser, fields):
    UserFactory(nrp="85010203", username="85010203", email="ada@contoh.id")
    before = User.objects.count()

    answer = client.post("/admin/users/new/", form(**fields))

    assert answer.context["form"].errors
    assert User.objects.count() == before


def test_changing_the_nrp_changes_the_login_and_keeps_the_password(client, superuser):
    user = UserFactory(nrp="85010203", username="85010203", email="")
    before = user.password

    client.post(f"/admin/users/edit/{user.pk}/", form(nrp="85010204"))

    user.refresh_from_db()
    assert (user.username, user.password) == ("85010204", before)


def test_nobody_locks_themselves_out(client, superuser):
    client.post(f"/admin/users/edit/{superuser.pk}/", {"email": superuser.email, "first_name": "X"})

    superuser.refresh_from_db()
    assert superuser.is_active
    assert superuser.is_superuser


def test_the_list_opens(client, superuser):
    assert client.get("/admin/users/").status_code == 200
    assert client.get("/admin/users/new/").status_code == 200
    assert client.get(f"/admin/users/edit/{superuser.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["", "new/", "edit/{pk}/"])
def test_administrators_of_a_unit_do_not_see_it(client, db, path):
    administrator = person(Role.ADMINISTRATOR, "MABES")
    sync_groups(user=administrator)
    client.force_login(administrator)

    answer = client.get(f"/admin/users/{path.format(pk=administrator.pk)}")

    assert answer.status_code in (302, 403)
    assert answer.headers.get("Location", "/admin/") == "/admin/"
