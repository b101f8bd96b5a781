"""Which feeds exist, what each holds, and how far a change reaches."""

import random
import uuid

import feedparser
import pytest

from publishing.feeds import spec
from publishing.models import FeedVersion, ItemState, PublishedItem
from stories.models import Topic
from tests.factories.people import OfficerFactory, place, unit
from tests.factories.stories import activity, programme
from tests.feeds.stories import random_item, random_stories, store
from tests.feeds.validators import MISTAKES

pytestmark = pytest.mark.django_db
FORMATS = sorted(MISTAKES)


@pytest.fixture
def officer():
    """Places, units and terms that the random stories name, and one officer."""
    place()
    activity(), programme()
    Topic.objects.get_or_create(slug="hoaks", defaults={"name": "Hoaks"})
    return OfficerFactory(unit=unit("POLSEK-320101"), public_id=uuid.UUID(int=1))


def _addresses() -> dict[str, object]:
    """Each feed with the items that belong in it."""
    return {
        "site": lambda item: True,
        "cerita": lambda item: item.kind == "story",
        "local-heroes": lambda item: item.kind == "hero",
        "penghargaan": lambda item: item.kind == "award",
        "media/foto": lambda item: item.has_photo,
        "media/video": lambda item: item.has_video,
        "media/suara": lambda item: item.has_audio,
        "program/kearifan-lokal": lambda item: item.programme == "kearifan-lokal",
        "kegiatan/sambang": lambda item: item.activity == "sambang",
        "topik/hoaks": lambda item: item.topics.filter(slug="hoaks").exists(),
        "provinsi/32": lambda item: item.province_code == "32",
        "kabupaten/32.01": lambda item: item.regency_code == "32.01",
        "satuan/POLDA-32": lambda item: item.polda == "POLDA-32",
        "satuan/POLRES-3201": lambda item: item.polres == "POLRES-3201",
        "satuan/POLSEK-320101": lambda item: item.polsek == "POLSEK-320101",
        f"petugas/{uuid.UUID(int=1)}": lambda item: item.officers.filter(
            officer_public_id=uuid.UUID(int=1)
        ).exists(),
    }


@pytest.mark.parametrize("address", _addresses())
@pytest.mark.parametrize("extension", FORMATS)
def test_a_feed_without_items_is_valid_and_empty(client, officer, address, extension):
    answer = client.get(f"/feeds/{address}.{extension}")

    assert answer.status_code == 200
    assert MISTAKES[extension](answer.content) == []
    assert b"urn:uuid" not in answer.content or extension == "atom"


@pytest.mark.parametrize("address", _addresses())
def test_a_feed_holds_what_belongs_in_it_newest_first(client, officer, address):
    random_stories(25)
    belongs = _addresses()[address]

    feed = client.get(f"/feeds/{address}.json").json()

    rows = PublishedItem.objects.order_by("-published_at", "-id")
    assert [item["id"] for item in feed["items"]] == [
        f"urn:uuid:{row.public_id}" for row in rows if belongs(row)
    ]


@pytest.mark.parametrize("address", _addresses())
@pytest.mark.parametrize("count", [1, 5])
def test_an_unchanged_feed_is_two_queries(
    client, officer, django_assert_num_queries, address, count
):
    random_stories(count)
    client.get(f"/feeds/{address}.rss")

    with django_assert_num_queries(2):
        client.get(f"/feeds/{address}.rss")


@pytest.mark.parametrize(
    "address",
    [
        "tidakada", "provinsi/99", "provinsi/3", "provinsi/32.01", "kabupaten/32.99",
        "satuan/MABES",
        "satuan/POLDA-99", "petugas/budi", f"petugas/{uuid.UUID(int=9)}", "program/tidak-ada",
        "topik/tidak-ada", "media/lagu", "media", "provinsi", "site/32", "provinsi/32/arsip/1",
        "site/arsip/1", "site/arsip/0", "site/arsip/01", "site/arsip/999999999",
    ],
)  # fmt: skip
@pytest.mark.parametrize("extension", [*FORMATS, "xml"])
def test_what_is_no_feed_is_404(client, officer, address, extension):
    assert client.get(f"/feeds/{address}.{extension}").status_code == 404


def test_a_feed_of_an_officer_who_left_is_404(client):
    gone = OfficerFactory(is_active=False)

    assert client.get(f"/feeds/petugas/{gone.public_id}.rss").status_code == 404


def test_a_change_in_one_unit_leaves_the_other_units_feed_alone(client, officer):
    unit("POLSEK-327101")
    rng = random.Random(1)
    ours, theirs = store(
        [
            random_item(rng, 1, unit_codes=("POLDA-32", "POLRES-3201", "POLSEK-320101")),
            random_item(rng, 2, unit_codes=("POLDA-32", "POLRES-3271", "POLSEK-327101")),
        ]
    )
    paths = [f"/feeds/satuan/POLSEK-{code}.{f}" for code in (320101, 327101) for f in FORMATS]
    before = {path: client.get(path) for path in paths}

    PublishedItem.objects.filter(pk=ours.pk).update(title="Judul lain")

    for path, old in before.items():
        new = client.get(path, headers={"If-None-Match": old["ETag"]})
        if "320101" in path:
            assert new.status_code == 200
            assert (new["ETag"], new["Last-Modified"]) != (old["ETag"], old["Last-Modified"])
            assert new["ETag"] != old["ETag"]
        else:
            assert new.status_code == 304
            assert new.content == b""
            assert new["Last-Modified"] == old["Last-Modified"]
    assert theirs.pk


def test_last_modified_moves_with_the_content_alone(client, officer):
    row = random_stories(3)[0]
    client.get("/feeds/site.rss")
    kept = FeedVersion.objects.get(key="site")

    client.get("/feeds/site.atom"), client.get("/feeds/site.json"), client.head("/feeds/site.rss")
    assert FeedVersion.objects.get(key="site").modified_at == kept.modified_at

    PublishedItem.objects.filter(pk=row.pk).update(summary="Lain")
    client.get("/feeds/site.json")
    assert FeedVersion.objects.get(key="site").modified_at > kept.modified_at


def test_identities_survive_a_new_slug_domain_and_scheme(client, officer, settings):
    row = random_stories(1)[0]
    wanted = f"urn:uuid:{row.public_id}"
    before = feedparser.parse(client.get("/feeds/site.atom").content).feed.id

    PublishedItem.objects.filter(pk=row.pk).update(path="/cerita/2026/03/lain/")
    settings.BASE_URL = "https://kabar.example.id"

    for extension in ("rss", "atom"):
        parsed = feedparser.parse(client.get(f"/feeds/site.{extension}").content)
        assert parsed.entries[0].id == wanted
        assert parsed.entries[0].link == "https://kabar.example.id/cerita/2026/03/lain/"
    assert parsed.feed.id == before


def test_a_minor_edit_does_not_move_an_item(client, officer):
    rows = random_stories(5)
    before = [item["id"] for item in client.get("/feeds/site.json").json()["items"]]
    oldest = min(rows, key=lambda row: row.published_at)

    PublishedItem.objects.filter(pk=oldest.pk).update(
        title="Ejaan dibetulkan", updated_at="2027-01-01T00:00:00Z"
    )

    assert [item["id"] for item in client.get("/feeds/site.json").json()["items"]] == before


def test_two_builds_of_the_same_rows_are_the_same_bytes(client, officer):
    random_stories(40)
    paths = [f"/feeds/{address}.{f}" for address in ("site", "media/video") for f in FORMATS]
    first = [client.get(path).content for path in paths]
    FeedVersion.objects.update(etag="", modified_at=None)

    assert [client.get(path).content for path in paths] == first


def test_a_row_that_cannot_be_read_is_left_out_and_logged(client, officer, caplog):
    rows = random_stories(3)
    PublishedItem.objects.filter(pk=rows[0].pk).update(data={"media": [{"kind": "photo"}]})

    for extension in FORMATS:
        answer = client.get(f"/feeds/site.{extension}")
        assert MISTAKES[extension](answer.content) == []
        assert str(rows[0].public_id).encode() not in answer.content
        assert str(rows[1].public_id).encode() in answer.content
    assert str(rows[0].public_id) in caplog.text


def test_every_answer_says_what_changes_it(client, officer):
    random_stories(2)

    assert "unit-POLDA-32" in client.get("/feeds/satuan/POLDA-32.rss")["Cache-Tag"]
    assert "officer-" in client.get(f"/feeds/petugas/{officer.public_id}.rss")["Cache-Tag"]
    assert (
        "programme-kearifan-lokal" in client.get("/feeds/program/kearifan-lokal.json")["Cache-Tag"]
    )
    assert "items" in client.get("/feeds/site.atom")["Cache-Tag"]


def test_tags_of_an_item_lead_to_every_feed_that_holds_it(officer):
    row = random_stories(40)
    for item in row:
        found = spec.addresses_of(
            kind=item.kind,
            tags=item.cache_tags.split(),
            has_photo=item.has_photo,
            has_video=item.has_video,
            has_audio=item.has_audio,
        )
        assert set(found) >= {a for a, belongs in _addresses().items() if belongs(item)}


def test_a_slug_is_registered_once():
    with pytest.raises(ValueError, match="site"):
        spec.register(spec.find("site"))
    with pytest.raises(ValueError, match="provinsi"):
        spec.register_family(spec.family_named("provinsi"))


def test_a_withdrawn_item_is_in_no_feed(client, officer):
    rows = random_stories(30)
    gone = next(row for row in rows if row.has_video and row.polda)
    PublishedItem.objects.filter(pk=gone.pk).update(state=ItemState.WITHDRAWN)
    gone.officers.all().delete(), gone.topics.all().delete()

    for address in _addresses():
        for extension in FORMATS:
            answer = client.get(f"/feeds/{address}.{extension}")
            assert str(gone.public_id).encode() not in answer.content
