"""Last step of a photo: where faces may be, for a person to judge."""

from __future__ import annotations

from cms.media import faces
from cms.media.selectors import can_look_for_faces
from cms.media.services.faces import note_faces
from cms.media.services.steps.photo_derive import decoded
from cms.media.services.steps.work import Work


def look(work: Work) -> None:
    """Side effects: proposals of faces. Nothing where the optional extra is not installed: the
    screen of the photo says so."""
    found = None
    if can_look_for_faces():
        picture, _taken_at = decoded(work)
        found = faces.find(picture)
    with work.finishing() as current:
        if found is not None and current.photo is not None:
            note_faces(photo=current.photo, found=found)
