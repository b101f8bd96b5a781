"""Last step of a film: where faces may be, and when, for a person to judge."""

from __future__ import annotations

from pathlib import Path

from cms.media import films
from cms.media.selectors import can_look_for_faces
from cms.media.services.film_faces import find_faces, note_faces
from cms.media.services.steps.work import Work


def look(work: Work) -> None:
    """Side effects: tracks of faces. Nothing where the optional extra is not installed: the screen
    of the film says so. Raises ``films.FilmError``."""
    video, found = work.upload.video, None
    if video is not None and can_look_for_faces():
        with films.scratch_directory() as scratch:
            found = find_faces(video=video, directory=Path(scratch))
    with work.finishing() as current:
        if found is not None and current.video_id == video.pk:
            note_faces(video=video, found=found)
