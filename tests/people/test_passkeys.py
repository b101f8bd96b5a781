"""Passkeys: real signatures from a device in software, and once from Chromium's own."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.accounts.models import Passkey, PasskeyChallenge, User
from cms.base import audit
from cms.base.errors import Refused
from cms.people import relying_party, sessions
from cms.people.models import Role
from cms.people.services import passkeys
from tests.factories.people import PASSWORD, OfficerFactory, UserFactory, person
from tests.peers.authenticator import PRESENT, Authenticator

JSON = "application/json"
ORIGIN = "http://localhost:8000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _base_url(settings):
    settings.BASE_URL = ORIGIN


@pytest.fixture
def officer():
    return OfficerFactory(signed_up=True)


def post(client, path, body=None):
    return client.post(path, body or {}, JSON)


def add(client, device=None):
    """The answer to a passkey that ``device`` makes for whoever is signed in."""
    device = device or Authenticator()
    options = post(client, "/keamanan/kunci/mulai/").json()
    return post(client, "/keamanan/kunci/", {"credential": device.create(options)})


def sign_in(client, device, **lies):
    options = post(client, "/masuk/kunci/mulai/").json()
    return post(client, "/masuk/kunci/", {"credential": device.get(options, **lies), "next": ""})


@pytest.fixture
def device(client, officer):
    """A device with a passkey of ``officer``; nobody is signed in."""
    found = Authenticator()
    client.force_login(officer.user)
    assert add(client, found).status_code == 201
    client.logout()
    return found


def test_a_passkey_is_made_and_signs_in_without_a_name(client, officer, device):
    answer = sign_in(client, device)

    assert answer.json() == {"next": "/ruang-kerja/"}
    assert client.get("/ruang-kerja/").url == "/lapor/"
    passkey = Passkey.objects.get()
    assert (passkey.user, passkey.sign_count) == (officer.user, 1)
    assert passkey.last_used_at
    assert passkey.transports == ["internal"]
    assert [event.verb for event in audit.events_of(passkey)] == ["passkey.added"]


def test_a_device_that_does_not_count_signs_in_again_and_again(client, officer):
    device = Authenticator(count=None)
    client.force_login(officer.user)
    add(client, device)

    for _time in range(3):
        client.logout()
        assert sign_in(client, device).status_code == 200


def test_somebody_who_was_not_verified_by_the_device_may_enter(client, device):
    assert sign_in(client, device, flags=PRESENT).status_code == 200


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://jahat.example"},
        {"origin": "http://localhost:9000"},
        {"rp_id": "jahat.example"},
        {"challenge": "AAAA"},
        {"type": "webauthn.create"},
        {"handle": b"seorang lain"},
        {"flags": 0},
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(client, device, lies):
    answer = sign_in(client, device, **lies)

    assert answer.status_code == 403
    assert "tidak dapat dipastikan" in answer.json()["detail"]
    assert "_auth_user_id" not in client.session


def test_another_devices_signature_is_refused(client, device):
    thief = Authenticator()
    thief.id, thief.handle, thief.rp_id = device.id, device.handle, device.rp_id

    assert sign_in(client, thief).status_code == 403


def test_a_copy_is_noticed_by_its_count(client, device, officer):
    sign_in(client, device)
    client.logout()
    device.count = 0

    assert sign_in(client, device).status_code == 403
    assert audit.events_of(Passkey.objects.get()).last().verb == "passkey.count_went_back"


def test_a_challenge_is_answered_once(client, device):
    options = post(client, "/masuk/kunci/mulai/").json()
    answer = {"credential": device.get(options)}

    assert post(client, "/masuk/kunci/", answer).status_code == 200
    client.logout()
    assert post(client, "/masuk/kunci/", answer).status_code == 403


def test_a_refused_answer_uses_the_challenge_up_too(client, device):
    options = post(client, "/masuk/kunci/mulai/").json()

    assert post(
        client, "/masuk/kunci/", {"credential": device.get(options, origin="x")}
    ).status_code
    assert post(client, "/masuk/kunci/", {"credential": device.get(options)}).status_code == 403


def test_a_challenge_belongs_to_the_browser_that_asked(client, device):
    options = post(client, "/masuk/kunci/mulai/").json()
    other = Client()
    post(other, "/masuk/kunci/mulai/")

    assert post(other, "/masuk/kunci/", {"credential": device.get(options)}).status_code == 403


def test_a_challenge_is_old_after_five_minutes(client, device):
    options = post(client, "/masuk/kunci/mulai/").json()
    PasskeyChallenge.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert post(client, "/masuk/kunci/", {"credential": device.get(options)}).status_code == 403
    post(client, "/masuk/kunci/mulai/")
    assert PasskeyChallenge.objects.count() == 1


def test_a_challenge_for_one_thing_is_none_for_another(client, device, officer):
    client.force_login(officer.user)
    options = post(client, "/keamanan/pastikan/kunci/mulai/").json()

    assert post(client, "/masuk/kunci/", {"credential": device.get(options)}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_at_once_one_is_taken():
    challenge_id, _options = passkeys.request_options()

    def take(_number):
        try:
            passkeys._use(challenge_id, "sign-in")
        except passkeys.NotVerified:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(take, range(6)))

    assert taken.count(True) == 1


def test_a_closed_account_stays_closed(client, device, officer):
    User.objects.filter(pk=officer.user_id).update(is_active=False)

    assert sign_in(client, device).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"credential": 5},
        {"credential": {"response": {}}},
        {"credential": {"rawId": "äöü", "response": {}}},
        {"credential": {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"x": [1]}}},
    ],
)
def test_garbage_is_refused_in_words(client, device, body):
    post(client, "/masuk/kunci/mulai/")

    answer = post(client, "/masuk/kunci/", body)

    assert answer.status_code in (403, 422)
    assert answer.json()["detail"]


def test_garbage_makes_no_passkey(client, officer):
    client.force_login(officer.user)
    device = Authenticator()
    for part in ("attestationObject", "clientDataJSON"):
        options = post(client, "/keamanan/kunci/mulai/").json()
        made = device.create(options)
        made["response"][part] = "o2NmbXRkbm9uZQ"

        assert post(client, "/keamanan/kunci/", {"credential": made}).status_code == 403
    assert not Passkey.objects.exists()


def test_one_device_has_one_passkey_of_an_account(client, officer):
    device = Authenticator()
    client.force_login(officer.user)
    add(client, device)

    assert add(client, device).status_code == 409
    options = post(client, "/keamanan/kunci/mulai/").json()
    assert [key["id"] for key in options["excludeCredentials"]] == [
        Passkey.objects.get().credential_id
    ]


def test_all_passkeys_of_a_person_have_one_handle(client, officer):
    client.force_login(officer.user)
    add(client)
    add(client)
    other = Client()
    other.force_login(OfficerFactory(signed_up=True).user)
    add(other)

    handles = {bytes(key.handle) for key in Passkey.objects.filter(user=officer.user)}
    assert len(handles) == 1
    assert len({bytes(key.handle) for key in Passkey.objects.all()}) == 2


def test_ten_passkeys_are_enough(client, officer):
    client.force_login(officer.user)
    for _number in range(passkeys.PASSKEYS_MAX):
        assert add(client).status_code == 201

    assert post(client, "/keamanan/kunci/mulai/").status_code == 409
    assert "Tambah perangkat ini" not in client.get("/keamanan/").content.decode()


def test_passkeys_are_named_and_revoked_by_their_owner_only(client, device, officer):
    passkey = Passkey.objects.get()
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.post(f"/keamanan/kunci/{passkey.pk}/cabut/").status_code == 404
    assert stranger.post(f"/keamanan/kunci/{passkey.pk}/nama/", {"name": "x"}).status_code == 404

    client.force_login(officer.user)
    client.post(f"/keamanan/kunci/{passkey.pk}/nama/", {"name": "Ponsel dinas"})
    assert "Ponsel dinas" in client.get("/keamanan/").content.decode()
    client.post(f"/keamanan/kunci/{passkey.pk}/cabut/")

    client.logout()
    assert sign_in(client, device).status_code == 403
    assert audit.events_of(passkey).last().verb == "passkey.revoked"


def test_signing_in_with_passkeys_is_limited_by_address(client, device):
    for _time in range(100):
        post(client, "/masuk/kunci/", {"credential": {"response": {}}})

    answer = sign_in(client, device)

    assert answer.status_code == 429
    assert "menit" in answer.json()["detail"]


# --- Where they can be used -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_url", "found"),
    [
        ("https://sambang.example.id", ("sambang.example.id", "https://sambang.example.id")),
        ("https://sambang.example.id:8443", ("sambang.example.id", "https://sambang.example.id:8443")),
        ("http://127.0.0.1:8000", ("localhost", "http://localhost:8000")),
        ("http://localhost:8000", ("localhost", "http://localhost:8000")),
        ("http://sambang.example.id", None),
        ("https://10.0.0.5", None),
    ],
)  # fmt: skip
def test_passkeys_are_bound_to_the_safe_address_of_the_site(settings, base_url, found):
    settings.BASE_URL = base_url

    party = relying_party.relying_party()

    assert (party and (party.rp_id, party.origin)) == found


def test_where_they_cannot_be_used_the_page_says_so_and_the_password_stays(
    client, officer, settings
):
    settings.BASE_URL = "http://sambang.example.id"
    assert "data-passkey" not in client.get("/masuk/").content.decode()
    assert post(client, "/masuk/kunci/mulai/").status_code == 409
    client.post("/masuk/", {"username": officer.nrp, "password": PASSWORD})

    page = client.get("/keamanan/").content.decode()

    assert "https" in page
    assert "data-passkey=" not in page


# --- Being sure that it is still them ---------------------------------------------------------


def grow_old(client):
    session = client.session
    session[sessions.CONFIRMED] = {"at": int(time.time()) - sessions.FRESH_S, "by": "password"}
    session.save()


def test_a_new_passkey_wants_the_password_once_more(client, officer):
    client.force_login(officer.user)
    grow_old(client)

    answer = post(client, "/keamanan/kunci/mulai/")

    assert answer.status_code == 403
    confirm = answer.json()["confirm"]
    assert client.post(confirm, {"password": "salah", "next": "/keamanan/"}).status_code == 422
    assert post(client, "/keamanan/kunci/mulai/").status_code == 403
    done = client.post(confirm, {"password": PASSWORD, "next": "/keamanan/"})
    assert done.url == "/keamanan/"
    assert post(client, "/keamanan/kunci/mulai/").status_code == 200


def test_a_passkey_confirms_too(client, officer, device):
    client.force_login(officer.user)
    grow_old(client)
    options = post(client, "/keamanan/pastikan/kunci/mulai/").json()

    answer = post(
        client, "/keamanan/pastikan/kunci/", {"credential": device.get(options), "next": "/lapor/"}
    )

    assert answer.json() == {"next": "/lapor/"}
    assert post(client, "/keamanan/kunci/mulai/").status_code == 200


def test_somebody_elses_passkey_confirms_nothing(client, device):
    client.force_login(UserFactory())
    grow_old(client)
    options = post(client, "/keamanan/pastikan/kunci/mulai/").json()

    answer = post(client, "/keamanan/pastikan/kunci/", {"credential": device.get(options)})

    assert answer.status_code == 403
    assert post(client, "/keamanan/kunci/mulai/").status_code == 403


def test_guessing_there_is_limited(client, officer):
    client.force_login(officer.user)
    for _time in range(10):
        client.post("/keamanan/pastikan/", {"password": "salah"})

    assert client.post("/keamanan/pastikan/", {"password": PASSWORD}).status_code == 429


def test_confirming_never_leads_away(client, officer):
    client.force_login(officer.user)

    answer = client.post(
        "/keamanan/pastikan/", {"password": PASSWORD, "next": "https://jahat.example/"}
    )

    assert answer.url == "/keamanan/"


@pytest.mark.parametrize(
    "path", ["/admin/token/", "/keamanan/keluar-lain/", "/keamanan/kunci/1/cabut/"]
)
def test_what_touches_the_account_leads_to_that_page_and_back(client, path):
    client.force_login(person(Role.ADMINISTRATOR, "POLRES-3201"))
    grow_old(client)

    answer = client.post(path, headers={"Referer": "http://testserver/keamanan/"})

    assert answer.url == "/keamanan/pastikan/?next=http%3A%2F%2Ftestserver%2Fkeamanan%2F"


def test_a_forgotten_password_is_replaced_by_whoever_has_the_passkey(client, officer, device):
    sign_in(client, device)

    page = client.get("/sandi/").content.decode()
    assert "old_password" not in page
    new = {"new_password1": "kentongan-subuh-77", "new_password2": "kentongan-subuh-77"}
    assert client.post("/sandi/", new).status_code == 302

    officer.user.refresh_from_db()
    assert officer.user.check_password("kentongan-subuh-77")


def test_without_a_passkey_the_old_password_is_asked(client, officer):
    client.post("/masuk/", {"username": officer.nrp, "password": PASSWORD})

    assert "old_password" in client.get("/sandi/").content.decode()


# --- Sessions ---------------------------------------------------------------------------------


def days_left(client) -> int:
    return round(client.session.get_expiry_age() / 86400)


def test_an_officers_phone_stays_signed_in_for_ninety_days_an_office_for_thirty(client, officer):
    client.post("/masuk/", {"username": officer.nrp, "password": PASSWORD})
    assert days_left(client) == 90

    editor = Client()
    editor.force_login(person(Role.EDITOR))
    assert days_left(editor) == 30


def test_an_officer_with_an_office_stays_as_long_as_an_office(client):
    officer = OfficerFactory(signed_up=True)
    officer.user.role_assignments.create(role=Role.EDITOR, unit=officer.unit)
    client.force_login(officer.user)

    assert days_left(client) == 30


def test_one_leaves_all_other_devices_and_stays_here(client, officer):
    elsewhere = Client()
    elsewhere.force_login(officer.user)
    client.force_login(officer.user)

    client.post("/keamanan/keluar-lain/")

    assert client.get("/keamanan/").status_code == 200
    assert elsewhere.get("/keamanan/").status_code == 302
    again = Client()
    again.force_login(User.objects.get(pk=officer.user_id))
    assert again.get("/keamanan/").status_code == 200


def test_a_passkey_of_nobody_is_nothing():
    with pytest.raises(Refused):
        passkeys.verify(challenge_id=None, credential={})
