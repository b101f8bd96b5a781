"""A story without some of its pictures, for readers who may not be shown them."""

from __future__ import annotations

from collections.abc import Collection

from cms.media.models import Photo, Video
from stories.models import StoryPage


def leave_out(page: StoryPage, things: Collection[Photo | Video]) -> None:
    """Take ``things`` out of ``page`` as it is in memory; nothing is saved."""
    kept = []
    for block in page.body:
        kind, value = block.block_type, block.value
        if kind in {"figure", "gallery"}:
            figures = [value] if kind == "figure" else list(value)
            shown = [figure for figure in figures if figure.get("image") not in things]
            if shown:
                kept.append((kind, shown[0] if kind == "figure" else shown))
        elif kind not in {"video", "audio"} or value not in things:
            kept.append((kind, value))
    page.body = kept
    if page.lead_photo in things:
        page.lead_photo = None
