"""Feeds: valid for a common reader, the same bytes every time, honest 304s."""

import datetime
import uuid

import feedparser
import pytest

from publishing import document
from publishing.feeds import jsonfeed, rss
from publishing.item import MediaSource, PublicItem, PublicMedia, PublicPerson
from publishing.models import ItemState, PublishedItem

MOMENT = datetime.datetime(2026, 11, 20, 3, 4, 5, tzinfo=datetime.UTC)


def make(number=1, title="Panen raya", with_media=True):
    photo = PublicMedia(
        kind="photo",
        public_id=uuid.UUID(int=number),
        alt="Sawah menguning",
        caption="Panen",
        credit="Humas",
        sources=(
            MediaSource(
                url="/media/m/a.jpg", content_type="image/jpeg", width=640, height=427,
                byte_count=1234,
            ),
            MediaSource(
                url="/media/m/a.webp", content_type="image/webp", width=640, height=427,
                byte_count=999,
            ),
        ),
    )  # fmt: skip
    item = PublicItem(
        kind="story",
        public_id=uuid.UUID(int=number + 1000),
        path=f"/cerita/2026/11/{number}/",
        title=title,
        summary="Ringkas & padat",
        body_html="<p>Isi ]]&gt; <b>tebal</b></p>",
        language="id",
        published_at=MOMENT,
        updated_at=MOMENT,
        people=(PublicPerson(public_id=uuid.UUID(int=7), name="Budi", rank="Bripka"),),
        media=(photo,) * (2 if with_media else 0),
    )
    values = document.columns(document.clean(item))
    return PublishedItem.objects.create(
        public_id=item.public_id, page_id=0, seq=number, state=ItemState.LIVE, **values
    )


@pytest.mark.django_db
def test_rss_is_read_by_a_common_reader(client):
    make()

    parsed = feedparser.parse(client.get("/feeds/site.rss").content)

    entry = parsed.entries[0]
    assert not parsed.bozo
    assert entry.id == f"urn:uuid:{uuid.UUID(int=1001)}"
    assert entry.link.endswith("/cerita/2026/11/1/")
    assert entry.author == "Bripka Budi"
    assert (entry.enclosures[0].type, entry.enclosures[0].length) == ("image/jpeg", "1234")
    assert [m["width"] for m in entry.media_content] == ["640", "640"]
    assert entry.published == "Fri, 20 Nov 2026 03:04:05 +0000"


@pytest.mark.django_db
def test_json_feed_has_every_file_with_its_size(client):
    make()

    feed = client.get("/feeds/site.json").json()

    assert feed["version"].endswith("/1.1")
    attachment = feed["items"][0]["attachments"][0]
    assert (attachment["mime_type"], attachment["size_in_bytes"]) == ("image/jpeg", 1234)
    assert attachment["url"].startswith("http://")


@pytest.mark.django_db
@pytest.mark.parametrize("extension", ["rss", "atom", "json"])
def test_a_feed_is_the_same_bytes_again_and_304_for_who_has_it(client, extension):
    make()
    first = client.get(f"/feeds/site.{extension}")

    second = client.get(f"/feeds/site.{extension}")
    third = client.get(f"/feeds/site.{extension}", headers={"If-None-Match": first["ETag"]})

    assert first.content == second.content
    assert third.status_code == 304
    assert first["Last-Modified"] == "Fri, 20 Nov 2026 03:04:05 GMT"


@pytest.mark.django_db
@pytest.mark.parametrize("extension", ["rss", "atom", "json"])
@pytest.mark.parametrize("rows", [1, 5])
def test_an_unchanged_feed_is_two_queries(client, django_assert_num_queries, extension, rows):
    for number in range(rows):
        make(number + 1)
    client.get(f"/feeds/site.{extension}")

    with django_assert_num_queries(2):
        client.get(f"/feeds/site.{extension}")


@pytest.mark.django_db
@pytest.mark.parametrize("writer", [rss, jsonfeed])
@pytest.mark.parametrize(
    "title", ["Kendali\x00\x0b", "Emoji 🙂", "Aksara ꦱꦩ꧀ꦧꦁ", "Separuh \ud83d", "<b>&amp;]]>"]
)
def test_odd_characters_never_break_a_feed(client, writer, title):
    make(title=title)

    answer = client.get(f"/feeds/site.{writer.EXTENSION}")

    assert answer.status_code == 200
    if writer is rss:
        assert not feedparser.parse(answer.content).bozo


@pytest.mark.django_db
def test_an_empty_feed_is_valid(client):
    assert not feedparser.parse(client.get("/feeds/site.rss").content).bozo


@pytest.mark.parametrize("path", ["/feeds/tidakada.rss", "/feeds/site.xml"])
def test_an_unknown_feed_is_404(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_every_feed_is_listed_for_people(client):
    assert b"/feeds/site.rss" in client.get("/umpan/").content


@pytest.mark.django_db
@pytest.mark.parametrize("extension", ["rss", "atom", "json"])
def test_a_reader_that_asks_by_date_hears_of_a_withdrawal(client, extension):
    make(1)
    second = make(2)
    first = client.get(f"/feeds/site.{extension}")
    PublishedItem.objects.filter(pk=second.pk).update(state=ItemState.WITHDRAWN)

    again = client.get(
        f"/feeds/site.{extension}", headers={"If-Modified-Since": first["Last-Modified"]}
    )

    assert again.status_code == 200
    assert again.content != first.content
