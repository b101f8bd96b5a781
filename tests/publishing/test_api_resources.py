"""Every resource of the API: bounded, strict, open to every origin, and nothing private."""

import json

import pytest
from django.db import connection

from cms.people.selectors import officer_for_public
from publishing.services import tally_terms
from tests.factories.people import OfficerFactory
from tests.factories.publishing import released

LISTS = {
    "items": "items",
    "stories": "items",
    "media": "media",
    "programmes": "terms",
    "activities": "terms",
    "topics": "terms",
    "officers": "officers",
    "places": "places",
    "units": "units",
    "search/?q=ronda": "results",
    "items/?include=officers,places,media": "items",
    "items/?updated_since=2000-01-01T00:00:00Z": "items",
    "officers/?q=Bu": "officers",
    "places/?q=pondok": "places",
}


def url(name):
    return f"/api/v1/{name}" if "?" in name else f"/api/v1/{name}/"


@pytest.fixture
def content(db):
    def make(rows):
        for number in range(1, rows + 1):
            officer = OfficerFactory(name=f"Budi {number}", posted=True)
            released(number, people=(officer_for_public(officer),))
        tally_terms()
        return officer

    return make


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_two_queries_at_most(
    client, content, django_assert_max_num_queries, name, rows
):
    content(rows)
    # SQLite is asked once in a process whether it knows JSON.
    assert connection.features.supports_json_field

    with django_assert_max_num_queries(2):
        answer = client.get(url(name))

    assert answer.status_code == 200
    assert answer.json()[LISTS[name]]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get(url(name), headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", [*LISTS, "changes"])
def test_what_is_unknown_is_refused_everywhere(client, content, name):
    content(1)

    answer = client.get(url(name) + ("&" if "?" in name else "?") + "warna=biru")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["warna"])


def test_fields_leave_the_rest_out(client, content):
    content(1)

    item = client.get("/api/v1/items/?fields=title,id").json()["items"][0]

    assert list(item) == ["title", "id"]


@pytest.mark.parametrize(
    "query",
    [
        "fields=rahasia",
        "include=nrp",
        "limit=5&limit=6",
        "updated_since=2026-01-01T00:00:00Z&q=ronda",
        "seq_after=1&updated_until=2026-01-01T00:00:00Z",
        "region=32.01&province=51",
        "unit=MABES",
    ],
)
def test_what_makes_no_sense_is_refused(client, db, query):
    assert client.get(f"/api/v1/items/?{query}").status_code == 422


def test_include_gives_whole_resources_once(client, content):
    officer = content(3)

    included = client.get("/api/v1/items/?include=officers,places,media").json()["included"]

    assert len(included["officers"]) == 3
    assert {"villages", "unit", "portrait"} <= set(included["officers"][0])
    assert [place["level"] for place in included["places"]] in ([], ["village"])
    assert len(included["media"]) == 3
    assert officer.nrp not in json.dumps(included)


def test_the_way_back_is_given_too(client, content):
    content(5)
    first = client.get("/api/v1/items/?limit=2").json()
    second = client.get(first["next"]).json()

    assert first["prev"] is None
    assert client.get(second["prev"]).json()["items"] == first["items"]


def test_one_item_includes_and_narrows(client, content):
    content(1)
    item = client.get("/api/v1/items/").json()["items"][0]

    answer = client.get(f"/api/v1/items/{item['id']}/?fields=title&include=media").json()

    assert answer["title"] == item["title"]
    assert set(answer) == {"title", "included"}
    assert client.get(f"/api/v1/stories/{item['id']}/").status_code == 200


def test_an_officer_is_shown_without_what_is_private(client, content):
    officer = content(1)
    officer.private_phone, officer.private_email = "0899-RAHASIA", "rahasia@example.id"
    officer.save()

    answer = client.get(f"/api/v1/officers/{officer.public_id}/")

    assert answer.json()["name"] == officer.name
    for secret in (officer.nrp, "RAHASIA", "rahasia"):
        assert secret not in answer.content.decode()
    officer.is_active = False
    officer.save()
    assert client.get(f"/api/v1/officers/{officer.public_id}/").status_code == 404


def test_a_preflight_is_answered_to_any_origin(client):
    answer = client.options(
        "/api/v1/items/",
        headers={"Origin": "https://contoh.id", "Access-Control-Request-Method": "GET"},
    )

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Access-Control-Allow-Credentials" not in answer


def test_head_has_the_validator_and_no_body(client, content):
    content(1)

    answer = client.head("/api/v1/stories/")

    assert (answer.status_code, answer.content, bool(answer["ETag"])) == (200, b"", True)


def test_the_description_is_whole(client):
    schema = client.get("/api/v1/openapi.json").json()
    names = [
        operation["operationId"]
        for methods in schema["paths"].values()
        for operation in methods.values()
    ]

    assert schema["openapi"].startswith("3.1")
    assert len(names) == len(set(names))
    assert all(
        "application/problem+json" in answer.get("content", {"application/problem+json": 1})
        for methods in schema["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if status >= "400"
    )


@pytest.mark.parametrize("path", ["/api/", "/en/api/"])
def test_the_reference_shows_every_operation(client, db, path):
    page = client.get(path)

    assert page.status_code == 200
    assert "/api/v1/officers/{public_id}/" in page.content.decode()
    assert "style=" not in page.content.decode()


def test_the_reference_sets_code_as_code(client, db):
    page = client.get("/api/").content.decode()

    assert "`" not in page
    assert "<code>If-Match</code>" in page


def test_the_reference_says_what_a_write_needs(client, db):
    text = client.get("/api/").content.decode()
    send = text.split('id="send_report"')[1].split("</article>")[0]
    read = text.split('id="list_items"')[1].split("</article>")[0]

    assert "<code>reports:write</code>" in send
    assert "<code>happened_at</code>" in send
    assert "Authorization: Bearer" in send
    assert "Authorization" not in read
