"""One-time passwords: shown once, used once, by whoever administers all of a person's units."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.base import audit
from cms.base.errors import Conflict, Invalid, Refused
from cms.people.models import Role, RoleAssignment
from cms.people.services.officers import open_account
from cms.people.services.passwords import reset_password
from cms.people.services.roles import appoint
from tests.factories.people import PASSWORD, OfficerFactory, UserFactory, person, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def administrator():
    return person(Role.ADMINISTRATOR, "POLRES-3201")


def test_a_one_time_password_replaces_the_old_one_and_ends_sessions(client, administrator):
    officer = OfficerFactory(signed_up=True)
    client.force_login(officer.user)

    password = reset_password(actor=administrator, user=officer.user)

    officer.user.refresh_from_db()
    assert officer.user.check_password(password)
    assert not officer.user.check_password(PASSWORD)
    assert client.get("/sandi/").status_code == 302
    assert audit.events_of(officer.user).get().verb == "user.password_reset"


def test_after_signing_in_with_it_one_must_choose_another(client, administrator):
    officer = OfficerFactory(signed_up=True)
    password = reset_password(actor=administrator, user=officer.user)
    client.post("/masuk/", {"username": officer.nrp, "password": password})

    assert client.get("/ruang-kerja/").url == "/sandi/"
    assert client.get("/admin/").url == "/sandi/"
    assert client.get("/sandi/").status_code == 200
    answer = client.post(
        "/sandi/",
        {
            "old_password": password,
            "new_password1": "kentongan-subuh-77",
            "new_password2": "kentongan-subuh-77",
        },
    )
    assert answer.status_code == 302
    assert client.get("/ruang-kerja/").url == "/lapor/"


def test_the_one_time_password_itself_is_no_new_password(client, administrator):
    officer = OfficerFactory(signed_up=True)
    password = reset_password(actor=administrator, user=officer.user)
    client.post("/masuk/", {"username": officer.nrp, "password": password})

    answer = client.post(
        "/sandi/",
        {"old_password": password, "new_password1": password, "new_password2": password},
    )

    assert answer.status_code == 422
    assert "berbeda" in answer.content.decode()
    assert client.get("/ruang-kerja/").url == "/sandi/"


def test_a_one_time_password_is_void_after_a_week(client, administrator):
    user = OfficerFactory(signed_up=True).user
    password = reset_password(actor=administrator, user=user)
    user.refresh_from_db()
    user.one_time_password_until = timezone.now() - timedelta(minutes=1)
    user.save()

    answer = client.post("/masuk/", {"username": user.nrp, "password": password})

    assert answer.status_code == 422


def test_somebody_of_another_unit_is_refused(administrator):
    officer = OfficerFactory(signed_up=True, unit=unit("POLSEK-320201"))

    with pytest.raises(Refused):
        reset_password(actor=administrator, user=officer.user)


def test_a_role_above_protects_the_account(administrator):
    officer = OfficerFactory(signed_up=True)
    RoleAssignment.objects.create(user=officer.user, role=Role.EDITOR, unit=unit("POLDA-32"))

    with pytest.raises(Refused):
        reset_password(actor=administrator, user=officer.user)


@pytest.mark.parametrize("fields", [{"is_superuser": True}, {}])
def test_superusers_and_people_of_no_unit_are_out_of_reach(administrator, fields):
    with pytest.raises(Refused):
        reset_password(actor=administrator, user=UserFactory(**fields))


def test_an_account_is_opened_for_an_officer(client, administrator):
    officer = OfficerFactory()

    password = open_account(actor=administrator, officer=officer)

    answer = client.post("/masuk/", {"username": officer.nrp, "password": password})
    assert answer.status_code == 302
    officer.refresh_from_db()
    assert officer.user.nrp == officer.nrp


def test_no_account_for_an_officer_who_left(administrator):
    with pytest.raises(Conflict):
        open_account(actor=administrator, officer=OfficerFactory(is_active=False))


def test_opening_an_account_takes_over_nobody_elses(administrator):
    staff = person(Role.EDITOR, "POLDA-32", nrp="85010203")
    officer = OfficerFactory(nrp="85010203")

    with pytest.raises(Refused):
        open_account(actor=administrator, officer=officer)

    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


def test_appointing_makes_an_account_where_there_is_none(client, administrator):
    made = appoint(
        actor=administrator,
        login="Wayan@Contoh.id",
        name="Wayan Sudana",
        role=Role.EDITOR,
        unit=unit("POLSEK-320101"),
    )

    user = made.assignment.user
    assert (str(user), user.username) == ("Wayan Sudana", "wayan@contoh.id")
    login = {"username": "wayan@contoh.id", "password": made.one_time_password}
    assert client.post("/masuk/", login).status_code == 302


def test_appointing_somebody_known_keeps_the_password(administrator):
    user = UserFactory()

    made = appoint(
        actor=administrator,
        login=user.email.upper(),
        name="",
        role=Role.PANELIST,
        unit=unit("POLRES-3201"),
    )

    assert (made.assignment.user, made.one_time_password) == (user, None)


@pytest.mark.parametrize(
    ("login", "name", "field"),
    [
        ("baru@contoh.id", "", "name"),
        ("bukan-nrp", "Wayan", "login"),
        ("", "Wayan", "login"),
        ("a\x00b@contoh", "Wayan", "login"),
    ],
)
def test_a_wrong_appointment_is_named_field_by_field(administrator, login, name, field):
    with pytest.raises(Invalid) as caught:
        appoint(
            actor=administrator, login=login, name=name, role=Role.EDITOR, unit=unit("POLRES-3201")
        )

    assert field in caught.value.fields


def test_appointing_elsewhere_makes_no_account(administrator):
    with pytest.raises(Refused):
        appoint(
            actor=administrator,
            login="baru@contoh.id",
            name="Wayan Sudana",
            role=Role.EDITOR,
            unit=unit("POLRES-3202"),
        )
