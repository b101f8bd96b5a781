"""Pictures and films as the public sees them. Pure: no Django in here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSource:
    """One file of a picture or film. ``url`` is absolute, or a path on this site."""

    url: str
    content_type: str
    width: int
    height: int
    byte_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMedia:
    """A picture or film, with every size of it. ``kind`` is ``photo`` or ``video``.

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
