"""What the redaction that holds hides in a film: whoever makes its files anew hides it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cms.base.outbox import OutboxState
from cms.media import films
from cms.media.models import FilmRedaction, Video


@dataclass(frozen=True, slots=True)
class Holding:
    """What is hidden, and whether the sound is left out."""

    hidden: films.Hidden = field(default_factory=films.Hidden)
    is_mute: bool = False

    def veil(self, seconds: float, directory: Path) -> films.Veil | None:
        """What hides it in a film of ``seconds``; None where nothing is hidden."""
        if not self.hidden:
            return None
        return films.veil(self.hidden, seconds=seconds, directory=directory)


def holding(video: Video) -> Holding:
    """What the newest redaction of ``video`` that is done hides. Two queries at most."""
    done = FilmRedaction.objects.filter(video=video, state=OutboxState.DONE)
    latest = done.order_by("-id").first()
    return asked_by(latest) if latest else Holding()


def asked_by(row: FilmRedaction) -> Holding:
    """What ``row`` asks for, with the faces as they were found. One query at most."""
    tracks = list(row.tracks)
    found = row.video.face_tracks.all()
    if row.all_faces:
        tracks += [face.marks for face in found]
    elif row.faces:
        tracks += [face.marks for face in found.filter(pk__in=row.faces)]
    return Holding(films.Hidden(tracks, is_whole=row.whole_picture), row.is_mute)
