"""The administrators' screen of roles."""

import re

import pytest

from cms.accounts.models import User
from cms.people.models import Role, RoleAssignment
from tests.factories.people import UserFactory, person, unit

HERE = "/admin/peran/"


@pytest.fixture
def administrator(client, db):
    user = person(Role.ADMINISTRATOR, "POLRES-3201")
    client.force_login(user)
    return user


def form(**fields) -> dict:
    given = {"login": "ada@contoh.id", "name": "", "role": "editor"}
    return given | {"unit": unit("POLSEK-320101").pk} | fields


def test_a_role_is_given_to_somebody_known(client, administrator):
    user = UserFactory(email="ada@contoh.id")

    answer = client.post(HERE, form(), follow=True)

    assert "Peran sudah diberikan" in answer.content.decode()
    assert user.role_assignments.get().role == Role.EDITOR


def test_a_new_account_gets_its_password_once(client, administrator):
    answer = client.post(HERE, form(login="baru@contoh.id", name="Wayan Sudana"))

    user = User.objects.get(email="baru@contoh.id")
    (password,) = re.findall(r"<code>([a-z2-9-]+)</code>", answer.content.decode())
    assert user.check_password(password)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"login": "bukan akun"}, 422),
        ({"login": "baru@contoh.id"}, 422),
        ({"login": ""}, 422),
        ({"role": "raja"}, 422),
        ({"unit": "9" * 30}, 422),
        ({"login": "a\x00b"}, 422),
    ],
)
def test_a_wrong_role_is_said_and_nothing_is_given(client, administrator, fields, status):
    answer = client.post(HERE, form(**fields))

    assert answer.status_code == status
    assert "error" in answer.content.decode()
    assert RoleAssignment.objects.count() == 1


def test_no_role_in_another_unit(client, administrator):
    UserFactory(email="ada@contoh.id")

    answer = client.post(HERE, form(unit=unit("POLSEK-320201").pk))

    assert answer.status_code == 403
    assert RoleAssignment.objects.count() == 1


def test_a_role_is_taken_back(client, administrator):
    editor = person(Role.EDITOR, "POLSEK-320101")

    client.post(f"{HERE}{editor.role_assignments.get().pk}/cabut/")

    assert not editor.role_assignments.exists()
    assert not editor.groups.exists()


def test_the_last_administrator_of_mabes_stays(client, db):
    only = person(Role.ADMINISTRATOR, "MABES")
    client.force_login(only)

    answer = client.post(f"{HERE}{only.role_assignments.get().pk}/cabut/", follow=True)

    assert "yang terakhir" in answer.content.decode()
    assert only.role_assignments.exists()


def test_a_new_password_for_staff(client, administrator):
    editor = person(Role.EDITOR, "POLSEK-320101")

    answer = client.post(f"{HERE}{editor.role_assignments.get().pk}/sandi/")

    editor.refresh_from_db()
    (password,) = re.findall(r"<code>([a-z2-9-]+)</code>", answer.content.decode())
    assert editor.check_password(password)


def test_no_password_for_somebody_who_works_elsewhere_too(client, administrator):
    editor = person(Role.EDITOR, "POLSEK-320101")
    RoleAssignment.objects.create(user=editor, role=Role.EDITOR, unit=unit("POLSEK-320201"))
    before = editor.password

    here = editor.role_assignments.get(unit=unit("POLSEK-320101"))
    client.post(f"{HERE}{here.pk}/sandi/")

    editor.refresh_from_db()
    assert editor.password == before


@pytest.mark.parametrize("step", ["cabut", "sandi"])
def test_a_role_of_another_unit_is_not_found(client, administrator, step):
    editor = person(Role.EDITOR, "POLSEK-320201")

    answer = client.post(f"{HERE}{editor.role_assignments.get().pk}/{step}/")

    assert answer.status_code == 404
    assert editor.role_assignments.exists()


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 2), ({"q": "siti"}, 1), ({"role": "editor"}, 1), ({"role": "raja"}, 0), ({"q": "%"}, 0)],
)
def test_the_list_is_searched_and_filtered(client, administrator, query, count):
    User.objects.update(first_name="Wayan")
    person(Role.EDITOR, "POLSEK-320101", first_name="Siti")
    person(Role.EDITOR, "POLSEK-320201", first_name="Siti")

    answer = client.get(HERE, query)

    assert len(answer.context["assignments"]) == count


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_as_often_for_one_as_for_many(
    client, administrator, django_assert_max_num_queries, count
):
    for _n in range(count):
        person(Role.EDITOR, "POLSEK-320101")
    client.get(HERE)

    with django_assert_max_num_queries(12):
        client.get(HERE)
