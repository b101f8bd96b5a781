"""What is stored for the public can hurt nobody and breaks no feed."""

import pytest

from cms.base.html import clean_html, clean_text, plain_text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        "<iframe src=https://x.test></iframe>",
        "<p style='position:fixed'>x</p>",
        "<svg onload=alert(1)>",
    ],
)
def test_hostile_html_is_disarmed(hostile):
    cleaned = clean_html(hostile)

    assert not any(bad in cleaned for bad in ("script", "onerror", "iframe", "style", "onload"))


def test_pictures_keep_their_sizes():
    html = (
        '<figure><picture><source srcset="/m/a.webp 320w" type="image/webp">'
        '<img src="/m/a.jpg" alt="Sawah" width="320" height="213" loading="lazy"></picture>'
        "<figcaption>Panen</figcaption></figure>"
    )

    assert clean_html(html) == html


def test_characters_that_break_feeds_are_gone():
    assert clean_text("Warga\x00 \x0brukun\ud800 🙂 ꦱ") == "Warga rukun 🙂 ꦱ"


def test_plain_text_keeps_the_blocks():
    assert plain_text("<p>Satu &amp; dua</p><ul><li>tiga</li></ul>") == "Satu & dua\ntiga"
