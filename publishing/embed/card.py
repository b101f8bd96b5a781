"""What a card shows and how large it is: facts alone, no request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.html import format_html

from cms.base.addresses import absolute, localized
from publishing.models import PublishedItem

WIDTH_MIN, WIDTH_MAX = 220, 600  # CSS pixels within which a card looks as it should
# Title, place and date under the picture; narrow cards break the lines more often.
_WORDS_PX = 172
_WORDS_NARROW_PX = 212
_NARROW_PX = 360
_SHAPE = 9 / 16


def card_path(public_id: UUID, *, english: bool = False) -> str:
    """Where the card of an item is."""
    return localized(f"/sematan/{public_id}/", english=english)


def picture_of(item: PublishedItem) -> dict[str, Any] | None:
    """The picture of the card: the lead photo, else a film's poster."""
    if item.lead_image:
        return item.lead_image
    for media in (item.data or {}).get("media", ()):
        if media.get("poster"):
            return {**media, "kind": "photo", "sources": [media["poster"]]}
    return None


def size_of(
    item: PublishedItem, *, max_width: int | None = None, max_height: int | None = None
) -> tuple[int, int]:
    """(width, height) in CSS pixels of a frame that shows all of the card within these bounds.

    A lower frame shows less of the picture, and none at all when there is no room.
    """
    width = min(WIDTH_MAX, max_width or WIDTH_MAX)
    words = _WORDS_NARROW_PX if width < _NARROW_PX else _WORDS_PX
    height = words + (round(width * _SHAPE) if picture_of(item) else 0)
    return width, min(height, max_height or height)


def thumbnail_of(
    item: PublishedItem, *, max_width: int | None = None, max_height: int | None = None
) -> dict[str, Any] | None:
    """The widest JPEG of the picture up to 640 px and within these bounds, if there is one."""
    picture = picture_of(item) or {}
    fitting = [
        source
        for source in picture.get("sources", ())
        if source["content_type"] == "image/jpeg"
        and source["width"] <= min(640, max_width or 640)
        and source["height"] <= (max_height or source["height"])
    ]
    return max(fitting, key=lambda source: source["width"], default=None)


def frame_of(
    item: PublishedItem,
    *,
    english: bool = False,
    max_width: int | None = None,
    max_height: int | None = None,
) -> str:
    """The HTML to put on a page: a frame without script that may only open the story."""
    width, height = size_of(item, max_width=max_width, max_height=max_height)
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" frameborder="0"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"'
        ' style="border:0;max-width:100%"></iframe>',
        absolute(card_path(item.public_id, english=english)),
        width,
        height,
        item.title,
    )
