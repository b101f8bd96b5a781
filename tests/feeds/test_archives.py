"""Archives (RFC 5005): fixed ends, one document an item, tombstones for what left."""

import random
from datetime import timedelta

import feedparser
import pytest

from publishing.feeds.spec import find
from publishing.models import FeedArchive, FeedVersion, ItemState, PublishedItem
from publishing.services import feeds
from tests.feeds.stories import random_item, random_stories, store
from tests.feeds.test_thousand import ids_of, walk
from tests.feeds.validators import MISTAKES

pytestmark = pytest.mark.django_db
MOST = feeds.FEWEST + feeds.STRETCH


def newer(count: int, after, seed: int = 99):
    """``count`` items that come after every one of ``after``."""
    rng = random.Random(seed)
    last = max(row.published_at for row in after)
    items = [
        random_item(
            rng,
            number + 10_000,
            published_at=last + timedelta(minutes=number + 1),
            updated_at=last + timedelta(minutes=number + 1),
        )
        for number in range(count)
    ]
    return store(items, first_seq=len(after) + 1)


@pytest.mark.parametrize(
    ("count", "archives"), [(0, 0), (MOST - 1, 0), (MOST, 1), (MOST + 1, 1), (MOST + 50, 2)]
)
def test_what_does_not_fit_is_closed_into_archives(client, count, archives):
    random_stories(count)

    current = client.get("/feeds/site.json").json()

    assert FeedArchive.objects.count() == archives
    assert len(current["items"]) == count - archives * feeds.STRETCH
    assert ("next_url" in current) == bool(archives)


@pytest.mark.parametrize("extension", sorted(MISTAKES))
def test_archives_link_to_each_other_in_body_and_header(client, extension):
    random_stories(MOST + 50)
    client.get(f"/feeds/site.{extension}")

    first = client.get(f"/feeds/site/arsip/1.{extension}")
    second = client.get(f"/feeds/site/arsip/2.{extension}")
    current = client.get(f"/feeds/site.{extension}")

    base = "http://127.0.0.1:8000/feeds/site"
    assert first["Link"] == (
        f'<{base}/arsip/1.{extension}>; rel="self", <{base}.{extension}>; rel="current", '
        f'<{base}/arsip/2.{extension}>; rel="next-archive"'
    )
    assert second["Link"] == (
        f'<{base}/arsip/2.{extension}>; rel="self", <{base}.{extension}>; rel="current", '
        f'<{base}/arsip/1.{extension}>; rel="prev-archive"'
    )
    assert current["Link"] == (
        f'<{base}.{extension}>; rel="self", <{base}/arsip/2.{extension}>; rel="prev-archive"'
    )
    for answer in (first, second, current):
        for part in answer["Link"].split(", "):
            assert part[1 : part.index(">")].encode() in answer.content


def test_a_new_story_changes_no_archive(client):
    rows = random_stories(MOST + 50)
    client.get("/feeds/site.rss")
    paths = ["/feeds/site/arsip/1.rss", "/feeds/site/arsip/2.atom"]
    before = [client.get(path) for path in paths]

    newer(1, rows)
    client.get("/feeds/site.rss")

    for path, old in zip(paths, before, strict=True):
        again = client.get(path, headers={"If-None-Match": old["ETag"]})
        assert again.status_code == 304
        assert again["Last-Modified"] == old["Last-Modified"]


def test_archives_grow_one_by_one(client):
    rows = random_stories(MOST)
    client.get("/feeds/site.rss")
    first = FeedArchive.objects.get()

    rows += newer(feeds.STRETCH, rows)
    bodies = walk(client, "site", "json")

    assert FeedArchive.objects.count() == 2
    assert FeedArchive.objects.get(number=1).position == first.position
    found = [key for body in bodies for key in ids_of(body, "json")]
    assert sorted(found) == sorted(f"urn:uuid:{row.public_id}" for row in rows)


def test_an_item_that_enters_late_is_in_its_archive(client):
    rows = random_stories(MOST + 50)
    client.get("/feeds/site.rss")
    middle = sorted(row.published_at for row in rows)[10]
    late = store(
        [random_item(random.Random(5), 9_999, published_at=middle, updated_at=middle)],
        first_seq=5_000,
    )[0]

    bodies = walk(client, "site", "rss")

    found = [key for body in bodies for key in ids_of(body, "rss")]
    assert found.count(f"urn:uuid:{late.public_id}") == 1
    assert f"urn:uuid:{late.public_id}" in ids_of(bodies[-1], "rss")
    assert feeds.archives_holding(FeedVersion.objects.all(), late) == ["archive-site-1"]


def test_an_archive_that_an_import_filled_is_divided_anew(client):
    rows = random_stories(MOST)
    client.get("/feeds/site.rss")
    oldest = min(row.published_at for row in rows)
    rng = random.Random(8)
    store(
        [
            random_item(rng, n + 20_000, published_at=oldest - timedelta(hours=n + 1))
            for n in range(feeds.ARCHIVE_MOST + 1)
        ],
        first_seq=5_000,
    )

    first = client.get("/feeds/site/arsip/1.json").json()
    bodies = walk(client, "site", "json")

    assert len(first["items"]) == feeds.STRETCH
    found = [key for body in bodies for key in ids_of(body, "json")]
    assert len(found) == len(set(found)) == MOST + feeds.ARCHIVE_MOST + 1


@pytest.mark.parametrize("count", [1, 5])
def test_an_unchanged_archive_is_two_queries(client, django_assert_num_queries, count):
    random_stories(MOST + 50 * count)
    client.get("/feeds/site.rss")
    path = f"/feeds/site/arsip/{count}.rss"
    client.get(path)

    with django_assert_num_queries(2):
        client.get(path)


def test_an_archive_is_kept_long_by_who_can_be_purged(client):
    random_stories(MOST)
    client.get("/feeds/site.rss")

    answer = client.get("/feeds/site/arsip/1.rss")

    assert "s-maxage=2592000" in answer["Cache-Control"]
    tags = answer["Cache-Tag"].split(",")
    rows = PublishedItem.objects.order_by("published_at", "id")[: feeds.STRETCH]
    assert {f"item-{row.public_id}" for row in rows} < set(tags)
    assert "archive-site-1" in tags
    assert "items" not in tags


def test_a_withdrawn_item_leaves_a_tombstone_in_atom(client):
    rows = random_stories(20)
    client.get("/feeds/site.atom")
    gone = max(rows, key=lambda row: row.published_at)
    gone.state, gone.withdrawn_at = ItemState.WITHDRAWN, gone.published_at + timedelta(days=1)
    gone.save()

    feeds.note_gone(FeedVersion.objects.all(), gone)

    answer = client.get("/feeds/site.atom")
    assert MISTAKES["atom"](answer.content) == []
    assert f'ref="urn:uuid:{gone.public_id}"'.encode() in answer.content
    assert f"urn:uuid:{gone.public_id}" not in ids_of(answer.content, "atom")
    assert f"urn:uuid:{gone.public_id}".encode() not in client.get("/feeds/site.rss").content


def test_a_restored_item_takes_its_tombstone_away(client):
    row = random_stories(1)[0]
    client.get("/feeds/site.atom")
    row.state, row.withdrawn_at = ItemState.WITHDRAWN, row.published_at
    feeds.note_gone(FeedVersion.objects.all(), row)
    row.state = ItemState.LIVE
    feeds.note_gone(FeedVersion.objects.all(), row)

    assert FeedVersion.objects.get().gone == []


def test_tombstones_are_bounded(client):
    rows = random_stories(feeds.GONE_MOST + 5)
    client.get("/feeds/site.atom")
    for row in rows:
        row.state, row.withdrawn_at = ItemState.WITHDRAWN, row.published_at
        feeds.note_gone(FeedVersion.objects.all(), row)

    assert len(FeedVersion.objects.get().gone) == feeds.GONE_MOST


def test_feedparser_follows_archives(client):
    random_stories(MOST)

    parsed = feedparser.parse(client.get("/feeds/site.rss").content)

    links = {link.rel: link.href for link in parsed.feed.links}
    assert links["prev-archive"].endswith("/feeds/site/arsip/1.rss")
    assert find("site") is not None
