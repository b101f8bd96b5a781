"""JSON Feed 1.1."""

from __future__ import annotations

import orjson

from publishing.feeds.document import FeedDocument, FeedEntry

CONTENT_TYPE = "application/feed+json; charset=utf-8"
EXTENSION = "json"
VERSION = "https://jsonfeed.org/version/1.1"


def write(document: FeedDocument) -> bytes:
    """``document`` as JSON Feed 1.1. The same document gives the same bytes."""
    return orjson.dumps(
        {
            "version": VERSION,
            "title": document.title,
            "description": document.description,
            "home_page_url": document.home_url,
            "feed_url": document.url(EXTENSION),
            "language": document.language,
            "items": [_item(entry) for entry in document.entries],
        }
    )


def _item(entry: FeedEntry) -> dict:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html or entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
        "attachments": [
            {
                "url": media.file.url,
                "mime_type": media.file.content_type,
                "size_in_bytes": media.file.byte_count,
                "title": media.caption or media.alt,
                **({"duration_in_seconds": media.duration_s} if media.duration_s else {}),
                "_sambang": {"width": media.file.width, "height": media.file.height},
            }
            for media in entry.media
        ],
    }
    if entry.media:
        item["image"] = entry.media[0].thumbnail_url
    return item
