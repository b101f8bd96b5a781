"""The public API: exact, bounded, and never more than two queries."""

import datetime
import json

import pytest
from django.utils import timezone

from publishing import document, services
from publishing.item import PublicItem, PublicTerm
from publishing.models import HomePage, ItemState, PublishedItem


def make(number, *, programme="festival", kind="story", minutes=0):
    moment = timezone.now() - datetime.timedelta(minutes=minutes or number)
    item = PublicItem(
        kind=kind,
        public_id=f"00000000-0000-4000-8000-{number:012d}",
        path=f"/cerita/2026/11/{number}/",
        title=f"Cerita {number} \U0001f642 ꦱ",
        summary="Ringkas",
        body_html="<p>Isi</p>",
        language="id",
        published_at=moment,
        updated_at=moment,
        programme=PublicTerm(slug=programme, name=programme.title()),
    )
    values = document.columns(document.clean(item))
    return PublishedItem.objects.create(
        public_id=item.public_id, page_id=0, seq=number + 1, state=ItemState.LIVE, **values
    )


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5])
def test_a_list_is_one_query(client, django_assert_num_queries, rows):
    for number in range(rows):
        make(number)

    with django_assert_num_queries(1):
        answer = client.get("/api/v1/items/?limit=100")

    assert len(answer.json()["items"]) == rows


@pytest.mark.django_db
def test_pages_follow_each_other_without_gap_or_repeat(client):
    for number in range(7):
        make(number, minutes=number // 2 + 1)
    seen, url = [], "/api/v1/items/?limit=3"

    while url:
        answer = client.get(url).json()
        seen += [item["id"] for item in answer["items"]]
        url = answer["next"]

    assert len(seen) == len(set(seen)) == 7


@pytest.mark.django_db
def test_filters_narrow_the_list(client):
    make(1, programme="festival")
    make(2, programme="olahraga")

    found = client.get("/api/v1/items/?programme=olahraga").json()["items"]

    assert [item["programme"]["slug"] for item in found] == ["olahraga"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("warna=biru", "warna"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("province=JB", "province"),
        ("officer=x", "officer"),
        ("since=kemarin", "since"),
        ("since=2026-11-23T08:00:00", "since"),
        ("since=0001-01-01T00:00:00%2B14:00", "since"),
        ("until=9999-12-31T23:59:59-14:00", "until"),
        ("cursor=palsu", ""),
        ("q=%00", ""),
        ("q=" + "a" * 200, "q"),
    ],
)
def test_what_we_do_not_understand_is_named(client, query, name):
    answer = client.get(f"/api/v1/items/?{query}")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert name in json.dumps(answer.json())


@pytest.mark.django_db
def test_a_presented_token_is_never_anonymous(client):
    answer = client.get("/api/v1/items/", headers={"Authorization": "Bearer palsu"})

    assert answer.status_code == 401
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_a_reader_that_has_it_gets_304(client):
    make(1)
    first = client.get("/api/v1/items/")

    again = client.get("/api/v1/items/", headers={"If-None-Match": first["ETag"]})
    make(2)
    changed = client.get("/api/v1/items/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


@pytest.mark.django_db
def test_one_item_carries_everything(client):
    row = make(1)

    answer = client.get(f"/api/v1/items/{row.public_id}/")

    assert answer.json()["title"] == "Cerita 1 🙂 ꦱ"
    assert answer.json()["url"].startswith("http://")
    assert answer["Cache-Control"].startswith("public")
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_head_answers_like_get_without_a_body(client):
    row = make(1)

    answer = client.head(f"/api/v1/items/{row.public_id}/")

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.django_db
def test_an_unknown_item_is_a_problem(client):
    answer = client.get("/api/v1/items/00000000-0000-4000-8000-000000000009/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/tidakada/", 404),
        ("GET", "/api/v1/items/bukan-uuid/", 404),
        ("POST", "/api/v1/items/", 405),
        ("DELETE", "/api/v1/changes/", 405),
    ],
)
def test_what_the_api_does_not_offer_is_a_problem_too(client, method, path, status):
    answer = client.generic(method, path)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert ("Allow" in answer) == (status == 405)


@pytest.mark.django_db
def test_the_next_page_is_at_our_address_whatever_host_was_asked(client, settings):
    settings.BASE_URL = "https://sambang.example.id"
    make(1)
    make(2)

    following = client.get("/api/v1/items/?limit=1").json()["next"]

    assert following.startswith("https://sambang.example.id/api/v1/items/?limit=1&cursor=")


@pytest.mark.django_db
def test_a_withdrawn_item_is_gone_and_leaves_a_tombstone(client, page):
    page.get_latest_revision().publish()
    page = HomePage.objects.get(pk=page.pk)
    services.withdraw(actor=None, page=page, reason="Permintaan keluarga")

    answer = client.get(f"/api/v1/items/{page.public_id}/")
    changes = client.get("/api/v1/changes/?since=1").json()

    assert answer.status_code == 410
    assert client.get("/api/v1/items/").json()["items"] == []
    assert [(c["seq"], c["state"]) for c in changes["changes"]] == [(2, "withdrawn")]
    assert "Warga" not in json.dumps(changes)


@pytest.mark.django_db
def test_the_schema_describes_the_lists(client):
    schema = client.get("/api/v1/openapi.json").json()

    assert schema["openapi"].startswith("3.1")
    assert "/api/v1/items/" in schema["paths"]
