"""A lost phone: the unit's administrator ends every way in but the password."""

import pytest
from django.test import Client

from cms.accounts.models import ApiToken, Passkey
from cms.base import audit
from cms.base.errors import Conflict, Refused
from cms.people.models import PushSubscription, Role
from cms.people.services.access import lost_phone
from cms.people.services.passwords import reset_password
from cms.people.services.push import subscribe
from tests.factories.people import PASSWORD, OfficerFactory, person, unit
from tests.factories.tokens import program_of
from tests.peers.push_service import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return person(Role.ADMINISTRATOR, "POLRES-3201")


@pytest.fixture
def officer():
    """An officer with a passkey, a program and a phone that gets messages."""
    found = OfficerFactory(signed_up=True)
    Passkey.objects.create(
        user=found.user, name="Ponsel", credential_id="AA", digest="a", handle=b"h", public_key=b"k"
    )
    subscribe(actor=found.user, endpoint="https://push.example.id/x", **Browser().keys)
    return found


def doors(user, browser, program) -> dict:
    """Which ways in of ``user`` are open."""
    return {
        "session": browser.get("/keamanan/").status_code == 200,
        "token": program.get("/api/v1/reports/").status_code == 200,
        "passkey": Passkey.objects.filter(user=user).exists(),
        "messages": PushSubscription.objects.filter(user=user).exists(),
        "password": type(user).objects.get(pk=user.pk).check_password(PASSWORD),
    }


ALL = dict.fromkeys(("session", "token", "passkey", "messages", "password"), True)


def opened(officer):
    browser = Client()
    browser.force_login(officer.user)
    return browser, program_of(officer.user)


def test_a_lost_phone_opens_nothing_and_the_officer_signs_in_again(client, administrator, officer):
    ways, other = opened(officer), OfficerFactory(signed_up=True)
    assert doors(officer.user, *ways) == ALL
    others = opened(other)
    client.force_login(administrator)

    answer = client.post(f"/admin/bhabinkamtibmas/{officer.pk}/ponsel-hilang/", follow=True)

    assert "1 kunci sandi, 1 token API, 1 langganan kabar" in answer.content.decode()
    assert doors(officer.user, *ways) == dict.fromkeys(ALL, False) | {"password": True}
    again = Client()
    again.post("/masuk/", {"username": officer.nrp, "password": PASSWORD})
    assert again.get("/keamanan/").status_code == 200
    event = audit.events_of(officer.user).get()
    assert (event.verb, event.actor_id) == ("user.phone_lost", administrator.pk)
    assert event.data == {"passkeys": 1, "tokens": 1, "phones": 1}
    assert doors(other.user, *others)["session"]
    assert doors(other.user, *others)["token"]


def test_a_one_time_password_ends_everything_that_let_in_before(administrator, officer):
    ways = opened(officer)

    reset_password(actor=administrator, user=officer.user)

    assert doors(officer.user, *ways) == dict.fromkeys(ALL, False)
    assert not ApiToken.objects.filter(owner=officer.user, revoked_at=None).exists()
    assert audit.events_of(officer.user).get().data == {"passkeys": 1, "tokens": 1, "phones": 1}


def test_who_does_not_administer_the_officer_ends_nothing(client, officer):
    ways = opened(officer)
    for actor in (
        person(Role.ADMINISTRATOR, "POLRES-3202"),
        person(Role.EDITOR, "POLDA-32"),
        OfficerFactory(signed_up=True).user,
    ):
        with pytest.raises(Refused):
            lost_phone(actor=actor, user=officer.user)
    client.force_login(person(Role.ADMINISTRATOR, "POLRES-3202"))

    answer = client.post(f"/admin/bhabinkamtibmas/{officer.pk}/ponsel-hilang/")

    assert answer.status_code == 404
    assert doors(officer.user, *ways) == ALL


def test_a_role_elsewhere_protects_the_account(administrator, officer):
    officer.user.role_assignments.create(role=Role.EDITOR, unit=unit("POLDA-32"))

    with pytest.raises(Refused):
        lost_phone(actor=administrator, user=officer.user)


def test_ones_own_phone_is_ended_on_ones_own_page(administrator):
    OfficerFactory(user=administrator, nrp="85010203", unit=unit("POLSEK-320101"))

    with pytest.raises(Conflict):
        lost_phone(actor=administrator, user=administrator)


def test_an_officer_without_an_account_has_nothing_to_end(client, administrator):
    client.force_login(administrator)

    answer = client.post(f"/admin/bhabinkamtibmas/{OfficerFactory().pk}/ponsel-hilang/")

    assert answer.status_code == 404
