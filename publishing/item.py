"""``PublicItem``: what anything public looks like to publishing. Pure: no Django in here.

Content apps build one from their page through an adapter; site, feeds, API and channels read
nothing else. Everything is plain text, sanitised HTML or absolute-path addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from cms.media.public import MediaSource, PublicMedia
from cms.people.public import PublicPerson

__all__ = [
    "MediaSource",
    "PublicCorrection",
    "PublicItem",
    "PublicMedia",
    "PublicPerson",
    "PublicPlace",
    "PublicTerm",
    "utc_text",
]


def utc_text(moment: datetime | None) -> str | None:
    """``moment`` in ISO form. A revision holds its times in another zone than the database, but
    one moment must be one text."""
    return moment.astimezone(UTC).isoformat() if moment else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPlace:
    """The smallest area that is public, with the names above it."""

    code: str
    village: str = ""
    district: str = ""
    regency: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTerm:
    """An entry of an editable list: an activity, a programme, a topic. ``name_en`` is for English
    pages alone: the API names each thing once."""

    slug: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCorrection:
    """A mistake that was mended in public. ``earlier_path`` leads to the text as it was before;
    empty when that text must not be shown."""

    at: datetime
    note: str
    earlier_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItem:
    """One thing the public may read.

    ``path`` is the permanent address on this site (begins and ends with ``/``). ``unit_codes`` are
    those of the unit and the units above it, Polda first. ``cache_tags`` are
    added to those that publishing derives itself. ``extra`` holds what only one kind has, as plain
    JSON; a column of its own needs two kinds that use it.
    """

    kind: str
    public_id: UUID
    path: str
    title: str
    summary: str
    body_html: str
    language: str
    published_at: datetime
    updated_at: datetime
    unit_path: str = ""
    unit_name: str = ""
    unit_codes: tuple[str, ...] = ()
    place: PublicPlace | None = None
    people: tuple[PublicPerson, ...] = ()
    activity: PublicTerm | None = None
    programme: PublicTerm | None = None
    topics: tuple[PublicTerm, ...] = ()
    media: tuple[PublicMedia, ...] = ()
    corrections: tuple[PublicCorrection, ...] = ()
    cache_tags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not (self.path.startswith("/") and self.path.endswith("/")):
            raise ValueError(f"path must begin and end with a slash: {self.path!r}")
        if not self.title.strip():
            raise ValueError("a public item needs a title")
        if self.published_at.tzinfo is None or self.updated_at.tzinfo is None:
            raise ValueError("times must carry a zone")
