"""How often the API may be asked."""

import pytest
from django.core.cache import cache

from cms.people.models import Role
from cms.people.services.tokens import make_token
from tests.factories.people import person

ITEMS = "/api/v1/items/"


@pytest.fixture(autouse=True)
def few(settings, db):
    """Three requests a minute for strangers, four for an owner, counted from nothing."""
    settings.API_PER_MINUTE = {"anonymous": 3, "token": 4, "write": 2}
    cache.clear()
    yield
    cache.clear()


def statuses(client, count: int, **asked) -> list[int]:
    return [client.get(ITEMS, **asked).status_code for _n in range(count)]


def test_a_stranger_is_told_when_to_come_back(client):
    assert statuses(client, 3) == [200, 200, 200]

    answer = client.get(ITEMS)

    assert answer.status_code == 429
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Policy"] == '"anonymous";q=3;w=60'
    assert answer.headers["RateLimit"].startswith('"anonymous";r=0;t=')
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_is_not_limited(client):
    assert statuses(client, 4)[-1] == 429
    assert client.get("/").status_code != 429


def test_another_address_is_counted_for_itself(client):
    assert statuses(client, 4)[-1] == 429
    assert statuses(client, 1, REMOTE_ADDR="192.0.2.7") == [200]


def test_a_claimed_address_does_not_help(client):
    asked = [client.get(ITEMS, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}") for n in range(4)]

    assert asked[-1].status_code == 429


def test_behind_a_proxy_only_what_it_saw_counts(client, settings):
    settings.BEHIND_PROXY = True
    spoofed = [
        client.get(ITEMS, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}, 203.0.113.9") for n in range(4)
    ]

    assert spoofed[-1].status_code == 429
    assert statuses(client, 1, HTTP_X_FORWARDED_FOR="203.0.113.10") == [200]


def test_a_whole_ipv6_network_is_one_stranger(client):
    asked = [client.get(ITEMS, REMOTE_ADDR=f"2001:db8::{n}") for n in range(1, 5)]

    assert asked[-1].status_code == 429
    assert statuses(client, 1, REMOTE_ADDR="2001:db8:0:1::1") == [200]


def test_tokens_are_counted_by_owner(client):
    user = person(Role.EDITOR, "POLRES-3201")
    first, second = (
        {"headers": {"Authorization": f"Bearer {make_token(**new).secret}"}}
        for new in [{"actor": user, "name": "a", "scopes": ["read"], "days": 1}] * 2
    )

    assert statuses(client, 4)[-1] == 429
    assert statuses(client, 3, **first) == [200, 200, 200]
    last = client.get(ITEMS, **second)
    assert last.status_code == 200
    assert last.headers["RateLimit"].startswith('"token";r=0;t=')
    refused = client.get(ITEMS, **second)
    assert refused.status_code == 429
    assert "Retry-After" in refused.headers


@pytest.mark.parametrize("path", [ITEMS, "/api/v1/tidak-ada/", "/api/v1/openapi.json"])
def test_bad_credentials_are_no_way_around(client, path):
    asked = [client.get(path, HTTP_AUTHORIZATION="Bearer palsu") for _n in range(4)]

    assert asked[-1].status_code == 429
    assert statuses(client, 1) == [429]


def test_what_caches_keep_tells_nobody_s_standing(client):
    answer = client.get(ITEMS)

    assert "public" in answer.headers["Cache-Control"]
    assert "RateLimit" not in answer.headers
    assert answer.headers["RateLimit-Policy"] == '"anonymous";q=3;w=60'


def test_counting_asks_the_database_nothing(client, settings, django_assert_num_queries):
    settings.API_PER_MINUTE = {"anonymous": 0, "token": 0}
    client.get("/api/v1/openapi.json")
    settings.API_PER_MINUTE = {"anonymous": 3, "token": 4}
    with django_assert_num_queries(0):
        client.get("/api/v1/openapi.json")
