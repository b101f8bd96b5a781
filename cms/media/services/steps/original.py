"""First step of every kind: the original is there."""

from __future__ import annotations

from cms.media.camera import facts_of
from cms.media.services.steps.work import Work
from cms.media.unusable import Unusable


def inspect(work: Work) -> None:
    """Raises Unusable("gone") when storage has lost the original."""
    file = work.upload.file
    if not file.name or not file.storage.exists(file.name):
        raise Unusable("gone")


def inspect_photo(work: Work) -> None:
    """Side effect: what the camera wrote down for staff. Raises Unusable("gone")."""
    inspect(work)
    file = work.upload.file
    with file.storage.open(file.name, "rb") as original:
        facts = facts_of(original)
    with work.finishing() as upload:
        upload.facts = {
            "taken_at": facts.taken_at.isoformat() if facts.taken_at else "",
            "has_place": facts.has_place,
        }
