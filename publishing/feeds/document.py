"""A feed, neutral of any format: built from read-model rows, written by each format's writer.

Nothing here reads the clock: the same rows give the same document and, from each writer, the same
bytes. Every text is clean for XML, so that no writer can stumble over it; a row that cannot be
read is left out and logged.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from cms.base.addresses import absolute
from cms.base.html import clean_characters, clean_text
from publishing.feeds.content import content_html
from publishing.feeds.spec import FeedSpec
from publishing.models import FeedVersion, PublishedItem

log = logging.getLogger(__name__)
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
# What every reader of feeds can show.
COMMON_TYPES = {"image/jpeg", "video/mp4", "audio/mp4"}


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
    """One picture, film or recording of an entry. ``files`` are the same thing in several forms,
    the one that any reader can show first; a picture has one. A recording has no ``thumbnail``;
    ``captions`` are pairs of a language and an address."""

    kind: str
    files: tuple[FeedFile, ...]
    alt: str
    caption: str
    credit: str
    duration_s: float
    thumbnail: FeedFile | None
    captions: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> FeedFile:
        return self.files[0]

    @property
    def words(self) -> str:
        return self.caption or self.alt


@dataclass(frozen=True, slots=True)
class FeedAuthor:
    """Who an entry is about and by; ``url`` may be empty."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedCategory:
    """A term of an entry: ``slug`` for machines, ``name`` for people."""

    slug: str
    name: str


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
    authors: tuple[FeedAuthor, ...]
    categories: tuple[FeedCategory, ...]
    language: str
    media: tuple[FeedMedia, ...]


@dataclass(frozen=True, slots=True)
class FeedGone:
    """An item that was in this document and is not public any more."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """One document of a feed: the current one (``number`` 0) or an archive.

    ``older`` and ``newer`` are the numbers of the neighbouring archives, 0 when there is none.
    ``updated`` is that of its newest change.
    """

    id: str
    address: str
    number: int
    older: int
    newer: int
    title: str
    description: str
    home_url: str
    page_url: str
    language: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    gone: tuple[FeedGone, ...]
    hubs: tuple[str, ...]
    is_podcast: bool

    def url(self, extension: str, number: int = 0) -> str:
        """The address of the current document, or of an archive."""
        archive = f"/arsip/{number}" if number else ""
        return absolute(f"/feeds/{self.address}{archive}.{extension}")

    def self_url(self, extension: str) -> str:
        return self.url(extension, self.number)

    def links(self, extension: str) -> list[tuple[str, str]]:
        """(relation, address) of this document's neighbours, ``self`` first (RFC 5005, WebSub)."""
        found = [("self", self.self_url(extension))]
        if self.number:
            found.append(("current", self.url(extension)))
        else:
            found += [("hub", hub) for hub in self.hubs]
        if self.older:
            found.append(("prev-archive", self.url(extension, self.older)))
        if self.newer:
            found.append(("next-archive", self.url(extension, self.newer)))
        return found

    def etag(self) -> str:
        """A digest of the content, the same for every format."""
        return hashlib.sha256(orjson.dumps(self)).hexdigest()


def build(
    spec: FeedSpec,
    rows: Sequence[PublishedItem],
    *,
    version: FeedVersion,
    number: int = 0,
    older: int = 0,
    newer: int = 0,
) -> FeedDocument:
    """The document of ``spec`` from its ``rows``, newest first."""
    entries = tuple(entry for row in rows if (entry := _entry_or_none(row)) is not None)
    gone = tuple(_gone(version, {entry.id for entry in entries})) if not number else ()
    changes = [entry.updated for entry in entries] + [one.at for one in gone]
    title = str(spec.title)
    if settings.SITE_NAME not in title:
        title = f"{settings.SITE_NAME}: {title}"
    return FeedDocument(
        id=f"urn:uuid:{version.public_id}",
        address=spec.slug,
        number=number,
        older=older,
        newer=newer,
        title=clean_text(title),
        description=clean_text(str(spec.description)),
        home_url=absolute(spec.home_path),
        page_url=absolute(f"/umpan/{spec.slug}/"),
        language="id",
        updated=max(changes, default=NEVER),
        entries=entries,
        gone=gone,
        hubs=tuple(settings.WEBSUB_HUBS),
        is_podcast=spec.is_podcast,
    )


def _gone(version: FeedVersion, shown: set[str]) -> Iterable[FeedGone]:
    """What left since the newest archive was closed: older losses nobody reads any more."""
    for note in version.gone:
        entry_id = f"urn:uuid:{note['id']}"
        published = datetime.fromisoformat(note["published_at"])
        is_recent = version.sealed_at is None or published > version.sealed_at
        if is_recent and entry_id not in shown:
            yield FeedGone(id=entry_id, at=datetime.fromisoformat(note["at"]))


def _entry_or_none(row: PublishedItem) -> FeedEntry | None:
    try:
        return _entry(row)
    except (AttributeError, KeyError, TypeError, ValueError):
        log.exception("item %s cannot be read and is left out of the feeds", row.public_id)
        return None


def _entry(row: PublishedItem) -> FeedEntry:
    data = row.data
    terms = [data.get("activity"), data.get("programme"), *(data.get("topics") or [])]
    return FeedEntry(
        id=f"urn:uuid:{row.public_id}",
        url=absolute(row.path),
        title=clean_text(row.title),
        summary=clean_text(row.summary),
        html=clean_characters(content_html(row)),
        published=row.published_at.astimezone(UTC),
        updated=max(row.updated_at, row.published_at).astimezone(UTC),
        authors=tuple(_author(person) for person in data.get("people") or []),
        categories=tuple(
            FeedCategory(clean_text(term["slug"]), clean_text(term["name"]))
            for term in terms
            if term
        ),
        language=row.language,
        media=tuple(
            found for media in data.get("media") or [] if (found := _media(media)) is not None
        ),
    )


def _author(person: dict) -> FeedAuthor:
    path = person.get("path") or ""
    name = clean_text(f"{person.get('rank', '')} {person['name']}")
    return FeedAuthor(name=name or _("Bhabinkamtibmas"), url=absolute(path) if path else "")


def _media(media: dict) -> FeedMedia | None:
    files = [_file(source) for source in media["sources"]]
    if not files:
        return None
    poster = media.get("poster")
    # Of what any reader can show, the largest is the work itself.
    files.sort(key=lambda file: (file.content_type in COMMON_TYPES, file.width, file.url))
    smallest = next((f for f in files if f.content_type in COMMON_TYPES), files[0])
    is_film = media["kind"] == "video"
    return FeedMedia(
        kind=media["kind"],
        files=tuple(reversed(files)) if is_film else (files[-1],),
        alt=clean_text(media.get("alt") or ""),
        caption=clean_text(media.get("caption") or ""),
        credit=clean_text(media.get("credit") or ""),
        duration_s=float(media.get("duration_s") or 0),
        thumbnail=_file(poster) if poster else None if media["kind"] == "audio" else smallest,
        captions=tuple(
            (text["language"], clean_text(absolute(text["url"])))
            for text in media.get("captions") or []
        ),
    )


def _file(source: dict) -> FeedFile:
    return FeedFile(
        url=clean_text(absolute(source["url"])),
        content_type=source["content_type"],
        width=int(source["width"]),
        height=int(source["height"]),
        byte_count=int(source["byte_count"]),
    )
