"""A feed, neutral of any format: built from read-model rows, written by each format's writer.

Nothing here reads the clock: the same rows give the same document and, from each writer, the same
bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from publishing.document import absolute
from publishing.feeds.spec import FeedSpec
from publishing.models import PublishedItem

NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One file of an entry: ``url`` is absolute, sizes in pixels and bytes."""

    url: str
    content_type: str
    width: int
    height: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class FeedMedia:
    """One picture or film of an entry: the best file, with its words."""

    kind: str
    file: FeedFile
    alt: str
    caption: str
    credit: str
    duration_s: float
    thumbnail_url: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item. ``id`` is ``urn:uuid:…`` and never changes."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    language: str
    media: tuple[FeedMedia, ...]


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A whole feed; ``updated`` is that of its newest change."""

    slug: str
    title: str
    description: str
    home_url: str
    language: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    tags: tuple[str, ...]

    def url(self, extension: str) -> str:
        return absolute(f"/feeds/{self.slug}.{extension}")


def build(spec: FeedSpec, rows: Sequence[PublishedItem]) -> FeedDocument:
    """The document of ``spec`` from its newest ``rows``."""
    return FeedDocument(
        slug=spec.slug,
        title=str(spec.title),
        description=str(spec.description),
        home_url=absolute(spec.home_path),
        language="id",
        updated=max((row.updated_at for row in rows), default=NEVER),
        entries=tuple(_entry(row) for row in rows),
        tags=(f"kind-{spec.kind}",) if spec.kind else ("items",),
    )


def _entry(row: PublishedItem) -> FeedEntry:
    data = row.data
    terms = [data.get("activity"), data.get("programme"), *data.get("topics", [])]
    return FeedEntry(
        id=f"urn:uuid:{row.public_id}",
        url=absolute(row.path),
        title=row.title,
        summary=row.summary,
        html=row.body_html,
        published=row.published_at,
        updated=row.updated_at,
        authors=tuple(f"{p['rank']} {p['name']}".strip() for p in data.get("people", [])),
        categories=tuple(term["name"] for term in terms if term),
        language=row.language,
        media=tuple(
            found for media in data.get("media", []) if (found := _media(media)) is not None
        ),
    )


def _media(media: dict) -> FeedMedia | None:
    sources = [_file(source) for source in media["sources"]]
    if not sources:
        return None
    # Readers of feeds know JPEG and MP4; of those the largest is the work itself.
    known = [s for s in sources if s.content_type in {"image/jpeg", "video/mp4"}] or sources
    best = max(known, key=lambda s: (s.width, s.url))
    poster = media.get("poster")
    smallest = min(known, key=lambda s: (s.width, s.url))
    return FeedMedia(
        kind=media["kind"],
        file=best,
        alt=media["alt"],
        caption=media["caption"],
        credit=media["credit"],
        duration_s=media["duration_s"],
        thumbnail_url=absolute(poster["url"]) if poster else smallest.url,
    )


def _file(source: dict) -> FeedFile:
    return FeedFile(
        url=absolute(source["url"]),
        content_type=source["content_type"],
        width=source["width"],
        height=source["height"],
        byte_count=source["byte_count"],
    )
