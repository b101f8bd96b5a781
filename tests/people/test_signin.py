"""Sign-in by NRP or e-mail, limited, and where one lands."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.people.models import Role
from tests.factories.people import PASSWORD, OfficerFactory, UserFactory, person


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post("/masuk/", {"username": login, "password": password, **extra})


@pytest.mark.django_db
def test_an_officer_signs_in_by_nrp_and_lands_on_the_reports(client):
    officer = OfficerFactory(signed_up=True)

    answer = sign_in(client, officer.nrp)

    assert answer.status_code == 302
    assert client.get(reverse("home_for_user")).url == "/lapor/"


@pytest.mark.django_db
def test_staff_sign_in_by_email_whatever_the_letter_case(client):
    UserFactory(email="ratna@contoh.id")

    assert sign_in(client, "Ratna@Contoh.ID").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.EDITOR, "/admin/meja/"),
        (Role.PUBLISHER, "/admin/meja/"),
        (Role.PANELIST, "/juri/"),
        (Role.LEADER, "/admin/meja/"),
        (Role.AWARD_SECRETARY, "/admin/penghargaan/"),
        (None, "/"),
    ],
)
def test_each_role_lands_at_its_work(client, role, where):
    client.force_login(person(role))

    assert client.get(reverse("home_for_user")).url == where


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["tidak-ada", "80000000", "a@b.id", "", "x" * 300, "a\x00b"])
def test_a_wrong_login_is_refused_without_telling_who_exists(client, login):
    OfficerFactory(signed_up=True, nrp="80000000")

    answer = sign_in(client, login, "salah")

    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_too_many_attempts_have_to_wait(client):
    officer = OfficerFactory(signed_up=True)
    for _attempt in range(10):
        sign_in(client, officer.nrp, "salah")

    answer = sign_in(client, officer.nrp)

    assert answer.status_code == 429
    assert "menit" in answer.content.decode()


@pytest.mark.django_db
def test_next_never_leads_away(client):
    user = UserFactory()

    answer = sign_in(client, user.email, next="https://jahat.test/")

    assert answer.url == reverse("home_for_user")


@pytest.mark.django_db
def test_sign_out_is_a_post(client):
    client.force_login(UserFactory())

    assert client.get("/keluar/").status_code == 405
    assert client.post("/keluar/").status_code == 302


@pytest.mark.django_db
def test_the_admin_asks_for_our_sign_in(client):
    assert client.get("/admin/").url.startswith("/masuk/")


def test_whom_the_admin_does_not_let_in_is_led_to_their_own_work(client, db):
    client.force_login(OfficerFactory(signed_up=True).user)

    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1] == ("/lapor/", 302)
    assert answer.status_code == 200


@pytest.mark.django_db
def test_behind_a_proxy_each_address_has_a_count_of_its_own(client, settings):
    settings.BEHIND_PROXY = True
    person(Role.EDITOR, email="ratna@contoh.id")

    def fail(address, claimed):
        seen = {"HTTP_X_FORWARDED_FOR": f"{claimed}, {address}", "REMOTE_ADDR": "10.0.0.1"}
        form = {"username": f"tidak-ada-{claimed}", "password": "salah"}
        return client.post("/masuk/", form, **seen).status_code

    codes = [fail("203.0.113.7", claimed) for claimed in range(101)]

    assert codes[-1] == 429, "what the client claims to be does not help it"
    assert fail("203.0.113.8", "satu") != 429


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_is_named_after_the_site_not_its_host(client, prefix):
    title = client.get(f"{prefix}/masuk/").text.split("<title>")[1].split("</title>")[0]

    assert title.endswith("Sambang")
    assert "testserver" not in title
