"""An officer as the public may know them. Pure: no Django in here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cms.media.public import MediaSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPerson:
    """An officer as the public may know them: never the service number."""

    public_id: UUID
    name: str
    rank: str = ""
    path: str = ""
    portrait: MediaSource | None = None
