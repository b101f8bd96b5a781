"""An officer as the public may know them. Pure: no Django in here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

# Cache tags: every officer's page; the lists and the search in which officers are found.
OFFICERS, OFFICER_LISTS = "officers", "officer-lists"


def officer_tag(public_id: UUID) -> str:
    """The cache tag of an officer's page."""
    return f"officer-{public_id}"


def portrait_tag(public_id: UUID | str) -> str:
    """The cache tag of pages about something else that show an officer's portrait."""
    return f"portrait-{public_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPerson:
    """An officer as the public may know them: never the service number. The portrait is not kept
    with what was published: it is read when shown (``cms.people.selectors.portraits_of``)."""

    public_id: UUID
    name: str
    rank: str = ""
    path: str = ""
