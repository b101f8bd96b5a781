"""The tags of every template."""

import datetime

import pytest
from django.utils import translation

from cms.base.templatetags import sambang
from cms.places.zones import zone_of

AT = datetime.datetime(2026, 11, 23, 7, 5, tzinfo=datetime.UTC)
SOURCE = {"content_type": "image/jpeg", "height": 2, "byte_count": 1}


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("id", "", "Senin, 23 November 2026 pukul 14.05 WIB"),
        ("id", "Asia/Makassar", "Senin, 23 November 2026 pukul 15.05 WITA"),
        ("id", "Asia/Jayapura", "Senin, 23 November 2026 pukul 16.05 WIT"),
        ("en", "", "Monday, 23 November 2026 at 14:05 WIB"),
    ],
)
def test_moment_is_written_as_people_write_it(language, zone, text):
    with translation.override(language):
        assert sambang.moment(AT, zone) == text
        assert sambang.moment(AT.isoformat(), zone) == text


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_time_is_no_text(nothing):
    assert sambang.moment(nothing) == sambang.day(nothing) == sambang.iso(nothing) == ""


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        sambang.moment(AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("32.01", "Asia/Jakarta"),
        ("51.71.01.1002", "Asia/Makassar"),
        ("63", "Asia/Makassar"),
        ("61", "Asia/Jakarta"),
        ("82.01", "Asia/Jayapura"),
        ("96.71", "Asia/Jayapura"),
        ("", "Asia/Jakarta"),
    ],
)
def test_zone_follows_the_province(code, zone):
    assert zone_of(code) == zone


@pytest.mark.parametrize(("language", "text"), [("id", "83.763"), ("en", "83,763")])
def test_number_is_grouped(language, text):
    with translation.override(language):
        assert sambang.number(83763) == text


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Budi Santoso", "BS"), ("Budi", "B"), ("Ni Luh Putu Ayu", "NA"), ("", "–"), ("12 3", "–")],
)
def test_initials_of_a_name(name, letters):
    assert sambang.initials(name) == letters


def test_paths_follow_the_language():
    with translation.override("en"):
        assert sambang.localized_path("/cerita/") == "/en/cerita/"
        assert sambang.localized_path("/cerita/", "id") == "/cerita/"
        assert sambang.localized_path("https://contoh.id/") == "https://contoh.id/"
    with translation.override("id"):
        assert sambang.localized_path("/cerita/") == "/cerita/"


def test_picture_offers_the_best_format_first():
    webp = SOURCE | {"content_type": "image/webp"}
    media = {
        "alt": 'Pagar "baru"',
        "sources": [
            SOURCE | {"url": "/a.jpg", "width": 640},
            webp | {"url": "/a.webp", "width": 640},
            SOURCE | {"url": "/b.jpg", "width": 1280},
        ],
    }

    html = sambang.picture(media, sizes="50vw")

    assert html.startswith('<picture><source type="image/webp" srcset="/a.webp 640w" sizes="50vw">')
    assert '<img src="/b.jpg" srcset="/a.jpg 640w, /b.jpg 1280w" sizes="50vw"' in html
    assert 'width="1280" height="2" alt="Pagar &quot;baru&quot;"' in html
    assert 'loading="lazy"' in html
    assert 'loading="lazy"' not in sambang.picture(media, eager=True)


def test_picture_without_sources_is_nothing():
    assert sambang.picture({"sources": []}) == sambang.picture(None) == ""


def test_data_block_cannot_end_itself():
    html = sambang.json_ld({"a": "</script><!--&\u2028"})

    assert html.count("</script>") == 1
    assert "<!--" not in html


def test_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        sambang.icon("tidak-ada")
