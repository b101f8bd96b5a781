"""The feeds for people: the list, one feed's page, OPML, and links in the pages of the site."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from publishing.models import ItemTopic
from tests.factories.people import OfficerFactory, place, unit
from tests.factories.publishing import PublishedItemFactory
from tests.factories.stories import activity, programme
from tests.feeds.validators import is_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    place()
    activity(), programme()
    return OfficerFactory(unit=unit("POLSEK-320101"), name="Made Wijaya")


def _feeds_of(text: str) -> set[str]:
    return set(re.findall(r'href="(/feeds/[^"]+\.(?:rss|atom|json))"', text))


def _announced(text: str) -> set[str]:
    links = html.fromstring(text).xpath("//head/link[@rel='alternate'][@type]")
    return {
        link.get("href") for link in links if "rss" in link.get("type") or "+" in link.get("type")
    }


def test_the_list_shows_every_feed_that_can_be_shown_whole(client, officer):
    found = _feeds_of(client.get("/umpan/").content.decode())

    for address in ("site", "cerita", "local-heroes", "penghargaan", "media/foto", "media/video",
                    "provinsi/32", "satuan/POLDA-32", "program/kearifan-lokal",
                    "kegiatan/sambang"):  # fmt: skip
        for extension in ("rss", "atom", "json"):
            assert f"/feeds/{address}.{extension}" in found


def test_every_feed_that_is_listed_answers(client, officer):
    for path in _feeds_of(client.get("/umpan/").content.decode()):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("jawa", "provinsi/32"),
        ("bogor", "kabupaten/32.01"),
        ("polsek 320101", "satuan/POLSEK-320101"),
        ("kearifan", "program/kearifan-lokal"),
        ("made wijaya", "petugas/{officer.public_id}"),
    ],
)
def test_a_feed_is_found_by_a_question(client, officer, query, address):
    found = _feeds_of(client.get("/umpan/", {"q": query}).content.decode())

    assert f"/feeds/{address.format(officer=officer)}.rss" in found


@pytest.mark.parametrize("query", ["zzzz", "\x00", "%", "a" * 5000, "' OR 1=1", "\ud83d"])
def test_a_question_without_answer_says_so(client, officer, query):
    answer = client.get("/umpan/", {"q": query.encode("utf-8", "surrogatepass")})

    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_and_a_question_ask_a_constant_number(client, officer, rows):

    for number in range(rows):
        OfficerFactory(name=f"Made {number}")
    with CaptureQueriesContext(connection) as asked:
        client.get("/umpan/")
        client.get("/umpan/", {"q": "made"})

    assert len(asked) <= 21


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_feeds_page_shows_its_addresses_and_what_is_in_it(client, officer, prefix):
    item = PublishedItemFactory(province_code="32", with_photos=True)

    text = client.get(f"{prefix}/umpan/provinsi/32/").content.decode()

    assert {f"/feeds/provinsi/32.{e}" for e in ("rss", "atom", "json")} <= _feeds_of(text)
    assert item.title in text
    assert "/feeds/kabupaten/32.01.rss" in text
    assert "/feeds/satuan/POLRES-3201.rss" in text
    assert "/feeds/provinsi/32.atom" in _announced(text)


@pytest.mark.parametrize("address", ["tidak-ada", "provinsi/99", "petugas/x"])
def test_a_page_of_no_feed_is_404(client, officer, address):
    assert client.get(f"/umpan/{address}/").status_code == 404


def test_a_feed_leads_to_its_page_and_back(client, officer):
    for extension in ("rss", "atom"):
        body = client.get(f"/feeds/provinsi/32.{extension}").content
        root = etree.fromstring(body)
        links = root.findall(".//{http://www.w3.org/1999/xhtml}a")
        assert [link.get("href") for link in links] == ["http://127.0.0.1:8000/umpan/provinsi/32/"]
        sheet = re.search(rb'<\?xml-stylesheet type="text/css" href="([^"]+)"\?>', body)
        assert finders.find(sheet[1].decode().removeprefix(settings.STATIC_URL))
    assert client.get("/umpan/provinsi/32/").status_code == 200


@pytest.mark.parametrize("path", ["/feeds/umpan.opml", "/feeds/umpan/32.opml"])
def test_opml_lists_feeds_that_answer(client, officer, path):
    answer = client.get(path)
    root = etree.fromstring(answer.content)

    assert root.tag == "opml"
    assert root.get("version") == "2.0"
    assert root.findtext("head/title")
    feeds = root.xpath("//outline[@type='rss']")
    assert len(feeds) >= 4
    for outline in feeds:
        assert outline.get("text")
        assert is_url(outline.get("htmlUrl"))
        assert client.get("/" + outline.get("xmlUrl").split("/", 3)[3]).status_code == 200
    for outline in root.xpath("//outline[@type='include']"):
        assert client.get("/" + outline.get("url").split("/", 3)[3]).status_code == 200


@pytest.mark.parametrize("province", ["99", "x", "32x"])
def test_opml_of_no_province_is_404(client, officer, province):
    assert client.get(f"/feeds/umpan/{province}.opml").status_code == 404


def test_a_story_names_the_feeds_it_is_in(client, officer):
    item = PublishedItemFactory(officer=officer, polsek="POLSEK-320101", province_code="32")
    item.data["topics"] = [{"slug": "hoaks", "name": "Hoaks"}]
    item.save()
    ItemTopic.objects.create(item=item, slug="hoaks", published_at=item.published_at)

    found = _announced(client.get(item.path).content.decode())

    for address in ("site", "program/kearifan-lokal", "satuan/POLSEK-320101", "provinsi/32",
                    f"petugas/{officer.public_id}", "topik/hoaks"):  # fmt: skip
        assert f"/feeds/{address}.rss" in found
        assert f"/feeds/{address}.atom" in found
        assert f"/feeds/{address}.json" in found


def test_pages_name_the_feed_of_what_they_show(client, officer):
    PublishedItemFactory()

    assert "/feeds/site.atom" in _announced(client.get("/").content.decode())
    page = client.get(f"/bhabinkamtibmas/{officer.slug}/").content.decode()
    assert f"/feeds/petugas/{officer.public_id}.rss" in _announced(page)
    listed = client.get("/cerita/", {"provinsi": "32", "program": "kearifan-lokal"})
    assert {"/feeds/provinsi/32.rss", "/feeds/program/kearifan-lokal.rss"} <= _announced(
        listed.content.decode()
    )
