"""API tokens: made and revoked in the admin, shown to the API."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.models import ApiToken
from cms.accounts.tokens import is_wellformed
from cms.base.models import AuditEvent
from cms.people.models import Role
from cms.people.services.tokens import make_token
from tests.factories.people import OfficerFactory, UserFactory, person, unit

HERE = "/admin/token/"
ITEMS = "/api/v1/items/"
SHAPE = re.compile(r"sbg_[0-9A-Za-z]{49}")


@pytest.fixture
def administrator(client, db):
    user = person(Role.ADMINISTRATOR, "POLRES-3201")
    client.force_login(user)
    return user


def form(**fields) -> dict:
    return {"name": "Situs Polda", "scopes": ["read"], "days": "90", "login": ""} | fields


def made(user=None, *, scopes=("read",), **fields):
    """(row, token) of a new token, with ``fields`` changed afterwards."""
    user = user or person(Role.EDITOR, "POLRES-3201")
    new = make_token(actor=user, name="Situs", scopes=scopes, days=30)
    if fields:
        ApiToken.objects.filter(pk=new.token.pk).update(**fields)
    return new.token, new.secret


def bearer(token: str) -> dict:
    return {"headers": {"Authorization": f"Bearer {token}"}}


def test_a_token_is_shown_once_and_kept_as_a_digest(client, administrator):
    answer = client.post(HERE, form())

    (secret,) = set(SHAPE.findall(answer.content.decode()))
    token = ApiToken.objects.get()
    assert is_wellformed(secret)
    assert "no-store" in answer.headers["Cache-Control"]
    assert token.owner == administrator
    assert secret not in str(ApiToken.objects.values().get())
    assert secret not in client.get(HERE).content.decode()
    assert AuditEvent.objects.filter(verb="token.made").count() == 1
    assert client.get(ITEMS, **bearer(secret)).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "a\x00b"},
        {"scopes": []},
        {"scopes": ["semua"]},
        {"days": "366"},
        {"days": "0"},
        {"login": "tidak-ada@contoh.id"},
    ],
)
def test_a_wrong_token_is_said_and_not_made(client, administrator, fields):
    answer = client.post(HERE, form(**fields))

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_an_administrator_makes_tokens_for_the_own_unit_alone(client, administrator):
    inside = OfficerFactory(unit=unit("POLSEK-320101"), signed_up=True).user
    outside = OfficerFactory(unit=unit("POLSEK-320201"), signed_up=True).user

    assert client.post(HERE, form(login=inside.username)).status_code == 200
    assert client.post(HERE, form(login=outside.username)).status_code == 403
    assert ApiToken.objects.get().owner == inside


def test_the_list_shows_one_s_own_and_the_unit_s(client, administrator):
    assert "Belum ada token" in client.get(HERE).content.decode()
    made(administrator, name="Punya sendiri")
    made(OfficerFactory(unit=unit("POLSEK-320101"), signed_up=True).user, name="Di bawah")
    made(person(Role.EDITOR, "POLRES-3202"), name="Di samping")

    page = client.get(HERE).content.decode()

    assert "Punya sendiri" in page
    assert "Di bawah" in page
    assert "Di samping" not in page


def test_a_token_revoked_opens_nothing(client, administrator):
    token, secret = made(administrator)

    client.post(f"{HERE}{token.pk}/cabut/")

    answer = client.get(ITEMS, **bearer(secret))
    assert answer.status_code == 401
    assert AuditEvent.objects.filter(verb="token.revoked").count() == 1


def test_nobody_revokes_a_stranger_s_token(client, administrator):
    token, secret = made(person(Role.EDITOR, "POLRES-3202"))

    assert client.post(f"{HERE}{token.pk}/cabut/").status_code == 404
    assert client.get(ITEMS, **bearer(secret)).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_same_number_of_questions(
    client, administrator, rows, django_assert_max_num_queries
):
    client.get(HERE)
    for _n in range(rows):
        made(person(Role.EDITOR, "POLSEK-320101"))

    with django_assert_max_num_queries(16) as captured:
        client.get(HERE)
    assert sum("cms_accounts_apitoken" in one["sql"] for one in captured.captured_queries) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"expires_at": timezone.now() - timedelta(days=1)},
        {"revoked_at": timezone.now()},
    ],
)
def test_a_token_that_ended_opens_nothing(client, fields):
    _token, secret = made(**fields)

    answer = client.get(ITEMS, **bearer(secret))

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_the_token_of_a_closed_account_opens_nothing(client):
    user = person(Role.EDITOR, "POLRES-3201")
    _token, secret = made(user)
    user.is_active = False
    user.save()

    assert client.get(ITEMS, **bearer(secret)).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer palsu",
        "Basic YTpi",
        "Bearer sbg_" + "0" * 49,
        "Bearer " + "a" * 1_000_000,
        "Bearer s\xe4lah",
        "Bearer a\x00b",
    ],
)
def test_credentials_that_open_nothing_cost_no_query(client, header, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(ITEMS, HTTP_AUTHORIZATION=header)

    assert answer.status_code == 401


@pytest.mark.django_db
def test_a_mistyped_token_is_known_by_its_checksum(client, django_assert_num_queries):
    _token, secret = made()
    wrong = secret[:10] + ("a" if secret[10] != "a" else "b") + secret[11:]

    with django_assert_num_queries(0):
        assert client.get(ITEMS, **bearer(wrong)).status_code == 401


@pytest.mark.django_db
def test_a_token_without_the_scope_is_told_which(client):
    _token, secret = made(scopes=["reports:write"])

    answer = client.get(ITEMS, **bearer(secret))

    assert answer.status_code == 403
    assert "read" in answer.json()["detail"]
    assert 'scope="read"' in answer.headers["WWW-Authenticate"]


@pytest.mark.django_db
def test_what_a_token_is_answered_is_stored_by_nobody(client):
    _token, secret = made()

    answer = client.get(ITEMS, **bearer(secret))

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]
    assert answer.content == client.get(ITEMS).content


@pytest.mark.django_db
def test_the_use_of_a_token_is_written_once_a_minute(client, django_assert_num_queries):
    token, secret = made()

    client.get(ITEMS, **bearer(secret))
    token.refresh_from_db()
    first = token.last_used_at
    with django_assert_num_queries(2):
        client.get(ITEMS, **bearer(secret))
    token.refresh_from_db()

    assert first is not None
    assert token.last_used_at == first


@pytest.mark.django_db
def test_somebody_without_a_unit_makes_no_token(client):
    user = UserFactory(is_superuser=False)

    with pytest.raises(Exception, match="tidak punya satuan"):
        made(user)


@pytest.mark.django_db
def test_an_owner_has_twenty_live_tokens_at_most():
    user = person(Role.EDITOR, "POLRES-3201")
    for _n in range(20):
        made(user)

    with pytest.raises(Exception, match="sudah punya 20 token"):
        made(user)
