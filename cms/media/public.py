"""Pictures, films and recordings as the public sees them. Pure: no Django in here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSource:
    """One file of a picture, film or recording. ``url`` is absolute, or a path on this site.

    Sizes are 0 where there is nothing to see.
    """

    url: str
    content_type: str
    width: int
    height: int
    byte_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCaptions:
    """The words of a film or recording in one language, as WebVTT. ``label`` is its own name."""

    url: str
    language: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMedia:
    """A picture, film or recording, with every size of it.

    ``kind`` is ``photo``, ``video`` or ``audio``. ``sources`` of a film are whole files, the
    smallest first; ``stream`` is its playlist (HLS), for films above a minute.
    ``placeholder`` are the colours that stand where a photo will be (``cms.base.placeholders``).
    """

    kind: str
    public_id: UUID
    alt: str
    caption: str = ""
    credit: str = ""
    sources: tuple[MediaSource, ...] = ()
    poster: MediaSource | None = None
    duration_s: float = 0.0
    placeholder: str = ""
    # What crops should keep, in per cent of width and height; None leaves them in the middle.
    focus: tuple[int, int] | None = None
    stream: MediaSource | None = None
    captions: tuple[PublicCaptions, ...] = ()
