"""Items on other people's pages: the card and oEmbed."""

import re
from pathlib import Path
from urllib.parse import quote
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from wagtail.contrib.redirects.models import Redirect

from publishing.embed.card import WIDTH_MAX, card_path
from publishing.models import ItemState
from tests.factories.publishing import PublishedItemFactory
from tests.site.html import Reader, faults

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def item():
    return PublishedItemFactory(with_photos=True)


@pytest.fixture(autouse=True)
def address(settings):
    settings.BASE_URL, settings.SITE_ORIGINS = HERE, [HERE]


def ask(client, url: str, **asked):
    return client.get("/oembed/", {"url": url} | asked)


def gone(item, state=ItemState.WITHDRAWN):
    item.state = state
    item.save()
    return item


# --- The card -------------------------------------------------------------------------------------


def test_a_card_is_a_small_page_without_script(client, item, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get(card_path(item.public_id))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert faults(answer) == []
    assert "<script" not in text
    assert item.title in text
    assert f'<link rel="canonical" href="{HERE}{item.path}">' in text
    assert f'href="{HERE}{item.path}" target="_blank" rel="noopener"' in text
    assert len(answer.content) < 6_000


def test_the_card_alone_may_be_framed_by_anybody(client, item):
    card, page = client.get(card_path(item.public_id)), client.get(item.path)

    assert "X-Frame-Options" not in card
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "script-src 'self'" in card["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def test_a_card_is_kept_under_its_item_and_found_by_no_search_engine(client, item):
    answer = client.get(card_path(item.public_id))

    assert answer["Cache-Tag"] == f"item-{item.public_id}"
    assert answer["Cache-Control"].startswith("public")
    assert answer["X-Robots-Tag"] == "noindex"
    again = client.get(card_path(item.public_id), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_an_english_card_speaks_english(client, item):
    answer = client.get(card_path(item.public_id, english=True))

    text = answer.content.decode()
    assert '<html lang="en">' in text
    assert f'href="{HERE}/en{item.path}"' in text
    assert f'lang="id">{item.title}' in text


@pytest.mark.parametrize(
    ("state", "status"),
    [(ItemState.WITHDRAWN, 410), (ItemState.EXPIRED, 410), (ItemState.UNPUBLISHED, 404)],
)
def test_what_is_no_longer_public_is_a_plain_sentence(client, item, state, status):
    gone(item, state)

    answer = client.get(card_path(item.public_id))

    text = answer.content.decode()
    assert answer.status_code == status
    assert faults(answer) == []
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert item.title not in text
    assert item.path not in text
    assert ">Isi ini tidak lagi tersedia.</h1>\n</body>" in text
    assert answer["Cache-Tag"] == f"item-{item.public_id}"


def test_a_card_of_nothing_is_the_same_sentence(client):
    assert client.get(card_path(UUID(int=9))).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"with_photos": True},
        {"with_video": True, "lead_image": None},
        {"hero": True, "language": "en"},
        {"title": '"><script>alert(1)</script>', "unit_name": "<b>"},
        {"title": "ꦱꦩ꧀ꦧꦁ 🙂 " + "panjang" * 30, "place_line": "", "region_code": ""},
    ],
)
def test_every_kind_of_item_makes_a_card(client, fields):
    item = PublishedItemFactory(**fields)

    answer = client.get(card_path(item.public_id))

    assert faults(answer) == []
    assert "<script" not in answer.content.decode()


def test_the_colours_of_the_card_are_the_site_s():
    css = Path(finders.find("publishing/embed.css")).read_text(encoding="utf-8")
    tokens = Path(finders.find("cms/css/tokens.css")).read_text(encoding="utf-8")
    known = set(re.findall(r"#[0-9a-f]{6}", tokens))

    assert set(re.findall(r"#[0-9a-f]{6}", css)) <= known
    assert len(css) < 4_000


# --- oEmbed ---------------------------------------------------------------------------------------


def test_an_item_is_told_as_the_specification_says(client, item, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = ask(client, f"{HERE}{item.path}")

    told = answer.json()
    frame = Reader(told["html"])
    assert answer["Content-Type"].startswith("application/json")
    assert (told["type"], told["version"]) == ("rich", "1.0")
    assert (told["title"], told["author_name"]) == (item.title, "Polsek Cibinong")
    assert (told["provider_name"], told["provider_url"]) == ("Sambang", f"{HERE}/")
    assert told["width"] == WIDTH_MAX
    assert f'src="{HERE}{card_path(item.public_id)}"' in told["html"]
    assert f'width="{told["width"]}" height="{told["height"]}"' in told["html"]
    assert "allow-scripts" not in told["html"]
    assert not [fault for fault in frame.faults if "h1" not in fault and "style" not in fault]
    assert told["thumbnail_url"].startswith(f"{HERE}/media/")
    assert told["thumbnail_width"] == 640
    assert answer["Cache-Tag"] == f"item-{item.public_id}"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_same_in_xml(client):
    item = PublishedItemFactory(title="A & B <c> “d”")

    answer = ask(client, f"{HERE}{item.path}", format="xml")

    root = ElementTree.fromstring(answer.content)  # noqa: S314
    told = {child.tag: child.text for child in root}
    assert answer["Content-Type"].startswith("text/xml")
    assert answer.content.startswith(b"<?xml")
    assert (root.tag, told["title"]) == ("oembed", "A & B <c> “d”")
    assert told == {
        name: str(value) for name, value in ask(client, f"{HERE}{item.path}").json().items()
    }


@pytest.mark.parametrize(
    ("bounds", "width", "height_max"),
    [
        ({"maxwidth": "320"}, 320, 1000),
        ({"maxwidth": "100"}, 100, 1000),
        ({"maxwidth": "99999"}, 600, 1000),
        ({"maxheight": "200"}, 600, 200),
        ({"maxwidth": "300", "maxheight": "80"}, 300, 80),
        ({"maxwidth": ""}, 600, 1000),
    ],
)
def test_bounds_are_kept(client, item, bounds, width, height_max):
    told = ask(client, f"{HERE}{item.path}", **bounds).json()

    assert told["width"] == width
    assert told["height"] <= height_max
    if "thumbnail_url" in told:
        assert told["thumbnail_width"] <= int(bounds.get("maxwidth") or 640)
        assert told["thumbnail_height"] <= height_max


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "٣", "9" * 5_000, "\x00"])
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_a_bound_that_is_none_is_a_bad_request(client, item, name, value):
    assert ask(client, f"{HERE}{item.path}", **{name: value}).status_code == 400


def test_another_format_is_not_implemented(client, item):
    answer = ask(client, f"{HERE}{item.path}", format="yaml")

    assert answer.status_code == 501
    assert answer["Content-Type"] == "application/problem+json"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("make", "english"),
    [
        (lambda item: f"{HERE}{item.path}", False),
        (lambda item: f"{HERE}{item.path[:-1]}?utm=x#komentar", False),
        (lambda item: f"https://127.0.0.1:8000{item.path}", False),
        (lambda item: f"{HERE}/en{item.path}", True),
        (lambda item: f"{HERE}{card_path(item.public_id)}", False),
        (lambda item: f"{HERE}{card_path(item.public_id, english=True)}", True),
        (lambda item: f"{HERE}{quote(item.path)}", False),
        (lambda item: f"{HERE}/cerita/2025/01/dulu/", False),
    ],
)
def test_every_address_of_an_item_is_known(client, item, make, english):
    Redirect.add_redirect(old_path="/cerita/2025/01/dulu/", redirect_to=item.path)

    told = ask(client, make(item)).json()

    assert f'src="{HERE}{card_path(item.public_id, english=english)}"' in told["html"]


@pytest.mark.parametrize(
    "url",
    [
        f"{HERE}/",
        f"{HERE}/cerita/",
        f"{HERE}/cerita/2026/11/tidak-ada/",
        f"{HERE}/sematan/{UUID(int=9)}/",
        f"{HERE}/sematan/x/",
        "https://contoh.id/cerita/2026/11/ronda/",
        f"{HERE}@contoh.id/cerita/",
        "http://orang@127.0.0.1:8000/cerita/",
        "http://127.0.0.1:8001/cerita/",
        "javascript:alert(1)",
        "//127.0.0.1:8000/cerita/",
        "/cerita/",
        "http://[::1/",
        f"{HERE}/%ff%fe/",
        f"{HERE}/cerita/%00/",
        f"{HERE}/{'a' * 3_000}/",
        f"{HERE}/{'a/' * 400}",
        "\x00",
        "bukan alamat",
    ],
)
def test_what_is_none_of_ours_is_missing(client, url):
    answer = ask(client, url)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_without_an_address_it_is_a_bad_request(client):
    assert client.get("/oembed/").status_code == 400


@pytest.mark.parametrize("path", ["/admin/", "/en/lapor/", "/ruang-kerja/", "/berkas/x.jpg"])
def test_our_working_rooms_are_not_for_everybody(client, path):
    assert ask(client, f"{HERE}{path}").status_code == 401


@pytest.mark.parametrize(
    ("state", "status"),
    [(ItemState.WITHDRAWN, 410), (ItemState.EXPIRED, 410), (ItemState.UNPUBLISHED, 404)],
)
def test_what_was_taken_away_is_gone(client, item, state, status):
    gone(item, state)

    answer = ask(client, f"{HERE}{item.path}")

    assert answer.status_code == status
    assert item.title not in answer.content.decode()


def test_only_safe_methods_are_answered(client, item):
    assert client.post("/oembed/", {"url": f"{HERE}{item.path}"}).status_code == 405
    assert client.post(card_path(item.public_id)).status_code == 405
    assert client.head("/oembed/", {"url": f"{HERE}{item.path}"}).status_code == 200


# --- On the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_page_of_an_item_says_how_to_embed_it(client, item, language):
    answer = client.get(f"{language}{item.path}")

    text = answer.content.decode()
    found = re.findall(r'type="(application/json|text/xml)\+oembed"[^>]*href="([^"]+)"', text)
    assert faults(answer) == []
    assert [kind for kind, _href in found] == ["application/json", "text/xml"]
    for _kind, href in found:
        told = client.get(href.replace("&amp;", "&").removeprefix(HERE))
        assert told.status_code == 200
        assert card_path(item.public_id, english=bool(language)) in told.content.decode()
    assert f"&lt;iframe src=&quot;{HERE}{language}/sematan/{item.public_id}/&quot;" in text


def test_other_pages_do_not(client, item):
    assert "+oembed" not in client.get("/cerita/").content.decode()
