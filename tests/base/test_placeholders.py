"""Twelve colours in 32 letters, shown without style, script or request."""

import pytest
from django.template import Context, Template

from cms.base import placeholders

CELLS = placeholders.COLUMNS * placeholders.ROWS
RED = placeholders.encode([(255, 0, 0)] * CELLS)


def _shown(placeholder: str, **more) -> str:
    source = {"url": "/a.jpg", "content_type": "image/jpeg", "width": 640, "height": 480}
    media = {"sources": [source], "alt": "Balai", "placeholder": placeholder, **more}
    template = Template("{% load sambang %}{% picture media wait=True %}")
    return template.render(Context({"media": media}))


def test_colours_come_back_as_they_went():
    pixels = [(n * 20, 255 - n * 20, 128) for n in range(CELLS)]

    found = placeholders.colours(placeholders.encode(pixels))

    assert len(placeholders.encode(pixels)) == placeholders.LETTERS <= 40
    for colour, pixel in zip(found, pixels, strict=True):
        seen = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert all(abs(a - b) <= 8 for a, b in zip(seen, pixel, strict=True))


@pytest.mark.parametrize("text", ["", "x", "!" * 32, "A" * 31, '"><script>' + "A" * 22])
def test_what_is_no_placeholder_is_not_drawn(text):
    assert placeholders.colours(text) == []
    assert "<svg" not in _shown(text)


def test_the_drawing_has_neither_style_nor_script_and_the_picture_its_size():
    html = _shown(RED)

    assert html.count('<path fill="#ff0000"') == CELLS
    assert "style" not in html
    assert "script" not in html
    assert 'width="640" height="480"' in html
    assert html.index("<svg") < html.index("<img")
