"""Pictures and films in feeds: real files, honest sizes, one group a film."""

import feedparser
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from publishing.models import PublishedItem
from tests.factories.publishing import PublishedItemFactory, photo, video
from tests.factories.stories import story_page
from tests.feeds.validators import MEDIA, MISTAKES

pytestmark = pytest.mark.django_db


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def _head(client, url: str):
    answer = client.head(_path(url))
    assert answer.status_code == 200, url
    return answer


def test_every_size_is_that_of_the_real_file(client):
    page = story_page(photos=3)
    page.get_latest_revision().publish(skip_permission_checks=True)

    parsed = feedparser.parse(client.get("/feeds/site.rss").content)
    atom = feedparser.parse(client.get("/feeds/site.atom").content)
    item = client.get("/feeds/site.json").json()["items"][0]

    entry = parsed.entries[0]
    assert len(entry.media_content) == len(item["attachments"]) == 3
    for media in [*entry.media_content, *entry.enclosures, *atom.entries[0].enclosures]:
        url = media.get("url") or media["href"]
        answer = _head(client, url)
        size = media.get("filesize") or media["length"]
        assert int(answer["Content-Length"]) == int(size)
        assert answer["Content-Type"] == media["type"]
    for attachment in item["attachments"]:
        answer = _head(client, attachment["url"])
        assert int(answer["Content-Length"]) == attachment["size_in_bytes"]
        assert attachment["_sambang"]["width"] > 0


def test_a_story_from_the_desk_is_valid_in_every_format(client):
    page = story_page(photos=2)
    page.get_latest_revision().publish(skip_permission_checks=True)
    path = PublishedItem.objects.get().path

    for extension, mistakes in MISTAKES.items():
        body = client.get(f"/feeds/site.{extension}").content
        assert mistakes(body) == []
        assert path.encode() in body
        assert b"Pagi itu warga berkumpul" in body


def test_each_photo_stands_alone_and_a_films_forms_are_one_group(client):
    film = video()
    small = {**film["sources"][0], "url": "/media/m/kecil.mp4", "width": 640, "height": 360}
    film["sources"] = [small, *film["sources"]]
    PublishedItemFactory(media=[photo(1), photo(2), film])

    body = client.get("/feeds/site.rss").content

    assert MISTAKES["rss"](body) == []
    assert body.count(b"<media:group>") == 1
    assert body.count(b'isDefault="true"') == 1
    entry = feedparser.parse(body).entries[0]
    assert [m["url"].rsplit("/", 1)[1] for m in entry.media_content] == [
        "01-1280.jpg", "02-1280.jpg", "film.mp4", "kecil.mp4",
    ]  # fmt: skip
    assert entry.enclosures[0].href.endswith("/film.mp4")
    assert MEDIA.encode() in body


def test_the_film_feed_is_a_podcast(client):
    PublishedItemFactory(with_video=True)
    PublishedItemFactory(with_photos=True)

    body = client.get("/feeds/media/video.rss").content
    parsed = feedparser.parse(body)

    assert MISTAKES["rss"](body) == []
    assert len(parsed.entries) == 1
    assert parsed.entries[0].itunes_duration == "12"
    assert parsed.entries[0].enclosures[0].type == "video/mp4"
    assert finders.find(_path(parsed.feed.image.href).removeprefix(settings.STATIC_URL))


def test_pictures_outside_the_text_are_in_the_content_too(client):
    PublishedItemFactory(
        media=[photo(1), video()], body_html='<p><img src="/media/m/01-640.jpg"> Isi</p>'
    )

    html = client.get("/feeds/site.json").json()["items"][0]["content_html"]

    assert html.count("01-") == 1
    assert 'src="http://127.0.0.1:8000/media/m/01-640.jpg"' in html
    assert 'src="http://127.0.0.1:8000/media/m/film.mp4"' in html


def test_two_photos_with_the_same_words_are_not_one_in_two_forms(client):
    PublishedItemFactory(media=[photo(1), photo(2)])

    titles = [
        attachment["title"]
        for attachment in client.get("/feeds/site.json").json()["items"][0]["attachments"]
    ]

    assert len(set(titles)) == 2
