"""JSON Feed 1.1."""

from __future__ import annotations

import orjson

from publishing.feeds.document import FeedDocument, FeedEntry, FeedFile, FeedMedia

CONTENT_TYPE = "application/feed+json; charset=utf-8"
EXTENSION = "json"
MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write(document: FeedDocument) -> bytes:
    """``document`` as JSON Feed 1.1. The same document gives the same bytes."""
    links = dict(document.links(EXTENSION)[1:])
    feed = {
        "version": VERSION,
        "title": document.title,
        "description": document.description,
        "home_page_url": document.home_url,
        "feed_url": document.self_url(EXTENSION),
        "language": document.language,
        "authors": [{"name": "Sambang", "url": document.home_url}],
    }
    if "prev-archive" in links:
        feed["next_url"] = links["prev-archive"]
    if document.hubs and not document.number:
        feed["hubs"] = [{"type": "WebSub", "url": hub} for hub in document.hubs]
    if links := {name: url for name, url in links.items() if name != "hub"}:
        feed["_archive"] = {name.replace("-", "_"): url for name, url in links.items()}
    feed["items"] = [_item(entry) for entry in document.entries]
    return orjson.dumps(feed)


def _item(entry: FeedEntry) -> dict:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [
            {"name": author.name} | ({"url": author.url} if author.url else {})
            for author in entry.authors
        ],
        "tags": [category.name for category in entry.categories],
        "language": entry.language,
        "attachments": _attachments(entry),
    }
    if shown := [media.thumbnail for media in entry.media if media.thumbnail]:
        item["image"] = shown[0].url
    return item


def _attachments(entry: FeedEntry) -> list[dict]:
    """One a file. Files with one title are the same thing in several forms, so that no two things
    may share one."""
    found, used = [], set()
    for number, media in enumerate(entry.media, 1):
        title = f"{media.words} ({number})" if media.words in used else media.words
        used.add(title)
        found += [_attachment(media, file, title) for file in media.files]
    return found


def _attachment(media: FeedMedia, file: FeedFile, title: str) -> dict:
    attachment = {
        "url": file.url,
        "mime_type": file.content_type,
        "size_in_bytes": file.byte_count,
        "_sambang": {"width": file.width, "height": file.height},
    }
    if title:
        attachment["title"] = title
    if media.duration_s:
        attachment["duration_in_seconds"] = media.duration_s
    return attachment
