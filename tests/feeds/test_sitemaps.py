"""Sitemaps and news sitemaps: valid, split, one part a change, nothing that is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from publishing.models import ItemState, PublishedItem
from publishing.sitemaps import parts
from tests.factories.people import OfficerFactory
from tests.factories.publishing import PublishedItemFactory
from tests.feeds.stories import random_stories
from tests.feeds.validators import is_url

pytestmark = pytest.mark.django_db
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def _read(client, path: str):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["ETag"]
    assert answer["Cache-Tag"]
    assert len(answer.content) < 50_000_000
    root = etree.fromstring(answer.content)
    assert len(root) <= 50_000
    for loc in root.iter(f"{S}loc", f"{IMAGE}loc", f"{VIDEO}content_loc", f"{VIDEO}thumbnail_loc"):
        assert is_url(loc.text)
    return root


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def _files(client, path: str) -> list[str]:
    root = _read(client, path)
    assert root.tag == f"{S}sitemapindex"
    return [_path(loc.text) for loc in root.iter(f"{S}loc")]


def _everything(client) -> list[str]:
    return [
        loc.text
        for path in _files(client, "/sitemap.xml")
        for loc in _read(client, path).iterfind(f"{S}url/{S}loc")
    ]


def test_every_live_item_and_officer_is_in_both_languages_once(client):
    rows = random_stories(30)
    officer = OfficerFactory()
    OfficerFactory(is_active=False)

    found = [_path(url) for url in _everything(client)]

    wanted = [row.path for row in rows]
    wanted += [f"/bhabinkamtibmas/{officer.slug}/", "/", "/cerita/", "/local-heroes/", "/umpan/"]
    wanted += ["/penghargaan/", "/bhabinkamtibmas/"]
    assert sorted(found) == sorted([*wanted, *(f"/en{path}" for path in wanted)])


def test_each_language_names_the_other(client):
    row = random_stories(1)[0]
    part = parts.items_part_of(row.pk)

    root = _read(client, f"/sitemap-terbitan-{part}.xml")

    for url in root:
        links = {link.get("hreflang"): _path(link.get("href")) for link in url.findall(LINK)}
        assert links == {"id": row.path, "en": f"/en{row.path}", "x-default": row.path}


def test_every_picture_and_film_is_named(client):
    rows = random_stories(40)

    found = [_read(client, path) for path in _files(client, "/sitemap.xml") if "terbitan" in path]

    photos = films = 0
    for row in rows:
        shown = [media for media in row.data["media"] if media["sources"]]
        photos += sum(media["kind"] == "photo" for media in shown)
        films += sum(media["kind"] == "video" for media in shown)
    assert sum(len(list(root.iter(f"{IMAGE}image"))) for root in found) == photos > 0
    videos = [video for root in found for video in root.iter(f"{VIDEO}video")]
    assert len(videos) == films > 0
    for video in videos:
        assert video.findtext(f"{VIDEO}title").strip()
        assert video.findtext(f"{VIDEO}description").strip()


@pytest.mark.parametrize("state", [ItemState.WITHDRAWN, ItemState.UNPUBLISHED, ItemState.EXPIRED])
def test_what_left_is_in_no_sitemap(client, state):
    rows = random_stories(3, kind="story", published_at=timezone.now(), updated_at=timezone.now())
    part = parts.items_part_of(rows[0].pk)
    PublishedItem.objects.filter(pk=rows[0].pk).update(state=state)

    for path in (f"/sitemap-terbitan-{part}.xml", f"/sitemap-berita-{part}.xml"):
        body = client.get(path).content.decode()
        assert rows[0].path not in body
        assert rows[1].path in body


def test_a_new_story_changes_one_part(client):
    size = parts.ITEMS_A_PART
    for number in (7 * size, 7 * size + 1, 8 * size - 1, 8 * size, 9 * size):
        PublishedItemFactory(id=number)
    paths = [path for path in _files(client, "/sitemap.xml") if "terbitan" in path]
    before = {path: client.get(path)["ETag"] for path in paths}

    new = PublishedItemFactory(id=9 * size + 1)

    assert paths == [f"/sitemap-terbitan-{part}.xml" for part in (7, 8, 9)]
    changed = [path for path, etag in before.items() if client.get(path)["ETag"] != etag]
    assert changed == ["/sitemap-terbitan-9.xml"]
    assert _files(client, "/sitemap.xml")[1:4] == paths
    tags = client.get(changed[0])["Cache-Tag"].split(",")
    assert set(tags) & set(parts.cache_tags_of(new.pk)) == {"sitemap-items-9"}


@pytest.mark.parametrize("path", ["terbitan-99999", "petugas-99999", "berita-99999", "terbitan-01",
                                  "terbitan-", "terbitan--1", "lain-1"])  # fmt: skip
def test_a_part_that_is_not_there_is_404(client, path):
    assert client.get(f"/sitemap-{path}.xml").status_code == 404


def test_the_news_sitemap_holds_stories_of_two_days(client):
    now = timezone.now()
    fresh, old, hero = (
        PublishedItemFactory(published_at=now - timedelta(hours=47)),
        PublishedItemFactory(published_at=now - timedelta(hours=49)),
        PublishedItemFactory(hero=True, published_at=now),
    )

    files = _files(client, "/sitemap-berita.xml")
    root = _read(client, files[0])

    assert [_path(loc.text) for loc in root.iter(f"{S}loc")] == [fresh.path]
    news = root.find(f"{S}url/{NEWS}news")
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Sambang"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "id"
    assert news.findtext(f"{NEWS}title") == fresh.title
    assert old.path not in client.get(files[0]).content.decode()
    assert hero.path not in client.get(files[0]).content.decode()


def test_the_news_sitemap_without_news_is_right_and_empty(client):
    PublishedItemFactory()

    files = _files(client, "/sitemap-berita.xml")

    assert files == ["/sitemap-berita-0.xml"]
    assert len(_read(client, files[0])) == 0


def test_the_news_sitemap_is_split_at_a_thousand(client):
    now = timezone.now()
    random_stories(1001, kind="story", published_at=now, updated_at=now, media=(), body_html="")

    found = [
        [loc.text for loc in _read(client, path).iter(f"{S}loc")]
        for path in _files(client, "/sitemap-berita.xml")
    ]

    assert all(len(urls) <= 1000 for urls in found)
    assert len({url for urls in found for url in urls}) == 1001


@pytest.mark.parametrize("count", [1, 5])
def test_queries_are_constant(client, django_assert_num_queries, count):
    now = timezone.now()
    rows = random_stories(count, kind="story", published_at=now, updated_at=now)
    officers = OfficerFactory.create_batch(count)
    part = parts.items_part_of(rows[0].pk)
    officer_part = officers[0].pk // parts.OFFICERS_A_PART

    for path, queries in {
        "/sitemap.xml": 2,
        "/sitemap-halaman.xml": 0,
        f"/sitemap-terbitan-{part}.xml": 1,
        f"/sitemap-petugas-{officer_part}.xml": 1,
        "/sitemap-berita.xml": 1,
        f"/sitemap-berita-{part}.xml": 1,
        "/robots.txt": 0,
    }.items():
        with django_assert_num_queries(queries):
            client.get(path)


def test_a_row_that_cannot_be_read_is_left_out_and_logged(client, caplog):
    rows = random_stories(2)
    PublishedItem.objects.filter(pk=rows[0].pk).update(data={"media": [{"kind": "photo"}]})

    body = client.get(f"/sitemap-terbitan-{parts.items_part_of(rows[1].pk)}.xml").content.decode()

    assert rows[1].path in body
    assert rows[0].path not in body
    assert str(rows[0].pk) in caplog.text


def test_an_unchanged_part_is_304(client):
    row = random_stories(1)[0]
    path = f"/sitemap-terbitan-{parts.items_part_of(row.pk)}.xml"
    etag = client.get(path)["ETag"]

    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_robots_names_both_sitemaps_and_closes_what_is_private(client):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap-berita.xml\n" in text
    for path in ("/admin/", "/berkas/", "/en/lapor/", "/juri/", "/en/juri/", "/akun/"):
        assert f"Disallow: {path}\n" in text
