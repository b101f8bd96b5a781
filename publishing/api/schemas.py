"""What the API's documents look like (``publishing.document`` writes them): for the reference
and the tests; no answer passes through these."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from cms.base.api.schemas import Exact, Listed, Sparse
from cms.people.api import OfficerDocument
from cms.places.api import PlaceDocument


class Term(Exact):
    """An entry of an editable list."""

    slug: str
    name: str


class Source(Exact):
    """One file: a size and format of a picture or film."""

    url: str
    content_type: str = Field(examples=["image/webp"])
    width: int
    height: int
    byte_count: int


class Captions(Exact):
    """The words of a film or recording in one language (WebVTT)."""

    url: str
    language: str = Field(examples=["id"])
    label: str


class Media(Exact):
    """A picture, film or recording with all its files."""

    id: UUID
    kind: Literal["photo", "video", "audio"]
    alt: str
    caption: str
    credit: str
    duration_s: float | None
    placeholder: str = Field(
        "", description="Twelve colours of a photo (4 x 3, RGB 5-6-5, Base64) until it is there."
    )
    poster: Source | None
    sources: list[Source]
    stream: Source | None = Field(description="HLS playlist of a film above a minute.")
    captions: list[Captions]


class ShownIn(Exact):
    """The item that shows a picture or film."""

    id: UUID
    title: str
    url: str


class MediaDocument(Sparse):
    """A picture or film, and where it is shown."""

    id: UUID
    kind: Literal["photo", "video", "audio"]
    alt: str
    caption: str
    credit: str
    duration_s: float | None
    placeholder: str = Field(
        "", description="Twelve colours of a photo (4 x 3, RGB 5-6-5, Base64) until it is there."
    )
    poster: Source | None
    sources: list[Source]
    stream: Source | None = Field(description="HLS playlist of a film above a minute.")
    captions: list[Captions]
    item: ShownIn
    published_at: datetime


class ItemPlace(Exact):
    """The smallest area that is public, with the names above it."""

    code: str = Field(examples=["32.01.01.1001"])
    village: str
    district: str
    regency: str
    province: str


class Person(Exact):
    """An officer whom an item is about."""

    id: UUID
    name: str
    rank: str
    url: str | None


class Correction(Exact):
    """A mistake that was mended in public."""

    at: datetime
    note: str
    earlier_url: str | None


class ItemDocument(Sparse):
    """A published item of any kind."""

    id: UUID
    kind: str = Field(examples=["story"])
    url: str
    language: str = Field(examples=["id"])
    title: str
    summary: str
    body_html: str
    published_at: datetime
    updated_at: datetime
    unit: str | None = Field(examples=["Polsek Cibinong"])
    unit_codes: list[str] = Field(examples=[["POLDA-32", "POLRES-3201", "POLSEK-320101"]])
    place: ItemPlace | None
    people: list[Person]
    activity: Term | None
    programme: Term | None
    topics: list[Term]
    media: list[Media]
    corrections: list[Correction]
    extra: dict[str, Any]


class Included(Exact):
    """What `include` asked for, each thing once."""

    officers: list[OfficerDocument] | None = None
    places: list[PlaceDocument] | None = None
    media: list[MediaDocument] | None = None


class ItemList(Listed):
    """A page of items, newest first."""

    items: list[ItemDocument]
    included: Included | None = None


class ItemAnswer(ItemDocument):
    """One item."""

    included: Included | None = None


class MediaList(Listed):
    """A page of pictures and films, newest first."""

    media: list[MediaDocument]


class Tombstone(Exact):
    """What remains of an item that is no longer public."""

    id: UUID
    kind: str
    url: str
    state: Literal["withdrawn", "unpublished", "expired"]
    gone_at: datetime


class Change(Exact):
    """An item as it is now, or its tombstone, with the number of its last change."""

    seq: int
    state: Literal["live", "withdrawn", "unpublished", "expired"]
    item: ItemDocument | Tombstone


class ChangeList(Exact):
    """Changes in order. Ask again with `since` = `last_seq`."""

    changes: list[Change]
    last_seq: int
    has_more: bool


class TermCount(Exact):
    """A term that live items use, and how many do."""

    slug: str
    name: str
    count: int
    items_url: str


class TermList(Listed):
    """All terms in use, most used first."""

    terms: list[TermCount]


class Hit(Exact):
    """An item in short, for a list of results."""

    id: UUID
    kind: str
    url: str
    title: str
    summary: str
    published_at: datetime
    place: str
    image: Source | None


class HitList(Listed):
    """A page of what was found, newest first."""

    results: list[Hit]
