"""Faces in films: found in the background as tracks, judged by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict
from cms.base.jobs import enqueue_on_commit
from cms.base.outbox import OPEN, OutboxState
from cms.base.workflow import lock
from cms.media import films
from cms.media.models import (
    FACES_STEP,
    Derivative,
    FaceState,
    FaceTrack,
    FilmLook,
    FilmRedaction,
    PipelineStep,
    Upload,
    Video,
)
from cms.media.permissions import may_handle
from cms.media.selectors import can_look_for_faces
from cms.media.services.faces import COVERED, covered_share, no_faces, read_decisions
from cms.media.services.files import local_file
from cms.media.services.film_veils import asked_by
from cms.media.services.uploads import audit_chain
from cms.media.services.words import require_ready, under_way

SIDE_MIN = 360  # the smallest size of a film that is good enough to look at
SAME_TRACK = 0.6
FIND_S = 13 * 60


def find_faces(
    *, video: Video, directory: Path, told: Callable[[float], None] = lambda share: None
) -> list[films.Joined]:
    """The faces that can be seen in ``video`` now, as tracks, looked for in one of its smaller
    sizes, in which nothing is unreadable any more. Raises ``films.FilmError``."""
    sizes = Derivative.objects.filter(video=video, content_type="video/mp4")
    whole = sorted((row for row in sizes if not row.is_part_of_stream), key=lambda row: row.width)
    good = [row for row in whole if min(row.width, row.height) >= SIDE_MIN]
    with local_file((good or whole[-1:])[0].file, directory, name="looked-at") as film:
        return films.faces_of(film, directory, seconds=video.duration, told=told)


def find_faces_beneath(
    *, video: Video, original, directory: Path, told: Callable[[float], None]
) -> list[films.Joined]:
    """The faces of a film that hides some of them: looked for in its ``original``, made upright and
    clean in ``directory`` and nowhere else. Raises ``films.FilmError``."""
    with local_file(original, directory) as source:
        film = films.prepare(source, directory, timeout_s=FIND_S)
    path = film.largest.path
    return films.faces_of(path, directory, seconds=film.duration_s, told=told)


@transaction.atomic
def note_faces(*, video: Video, found: Sequence[films.Joined]) -> None:
    """Keep ``found`` as the faces of ``video``, beside what was decided about those that are still
    there."""
    lock(Video.objects.all(), pk=video.pk)
    known = list(video.face_tracks.exclude(state=FaceState.PROPOSED))
    video.face_tracks.filter(state=FaceState.PROPOSED).delete()
    FaceTrack.objects.bulk_create(
        FaceTrack(
            video=video,
            marks=[list(mark) for mark in face.marks],
            begins_s=face.marks[0][0],
            ends_s=face.marks[-1][0],
            score=round(face.score, 3),
        )
        for face in found
        if not any(share_covered(face.marks, [track.marks]) >= SAME_TRACK for track in known)
    )
    FilmLook.objects.update_or_create(video=video, defaults={"found_count": len(found)})


def share_covered(marks: Sequence[Sequence[float]], by: Sequence[films.Track]) -> float:
    """In which share of its marks the track ``marks`` lies under the areas ``by``."""
    under = 0
    for second, *area in marks:
        veils = [there for track in by if (there := films.area_at(track, second))]
        under += covered_share(area, veils) >= COVERED
    return under / len(marks)


@transaction.atomic
def ask_for_film_faces(*, actor, video: Video) -> None:
    """Have the faces of ``video`` looked for (again), as a step of its upload.

    Raises Refused; Conflict, in plain words, where it cannot be done now.
    """
    may_handle(actor, video).require()
    if not can_look_for_faces():
        raise Conflict(no_faces())
    upload = Upload.objects.select_for_update().filter(video=video).first()
    if upload is None:
        raise Conflict(_("Video ini tidak punya berkas kiriman untuk dicari wajahnya."))
    require_ready(upload)
    if FilmRedaction.objects.filter(video=video, state__in=OPEN).exists():
        raise Conflict(under_way())
    step, is_new = PipelineStep.objects.get_or_create(upload=upload, name=FACES_STEP)
    if not is_new and step.state not in OPEN:
        step.state, step.attempt_count, step.last_error = OutboxState.WAITING, 0, ""
        step.next_attempt_at, step.finished_at = timezone.now(), None
        step.save()
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))


def settle_faces(*, actor, row: FilmRedaction) -> dict[str, int]:
    """Bring the faces of a film in line with ``row``, the redaction that holds from now on.

    Those that it names or covers are confirmed; confirmed ones that it does not are open again.
    Returns how many are in each state. The caller holds the lock on the film.
    """
    holding, named = asked_by(row), set(row.faces)
    counts = dict.fromkeys(FaceState.values, 0)
    now, changed = timezone.now(), []
    for face in row.video.face_tracks.all():
        is_hidden = (
            row.all_faces
            or row.whole_picture
            or face.pk in named
            or share_covered(face.marks, holding.hidden.tracks) == 1
        )
        state = face.state
        if is_hidden:
            state = FaceState.CONFIRMED
        elif state == FaceState.CONFIRMED:
            state = FaceState.PROPOSED
        counts[state] += 1
        if state != face.state:
            _decide(face, state, actor, now)
            changed.append(face)
    FaceTrack.objects.bulk_update(changed, ["state", "decided_by", "decided_at"])
    return counts


def decide_faces(*, actor, video: Video, decisions: Mapping[int, str]) -> None:
    """Say of faces that they need no hiding, or are open again; of those that a redaction hides
    nothing can be said without a new one. The caller holds the lock. Raises Invalid.

    Side effect: an audit event with numbers only, when something changed.
    """
    said = read_decisions(decisions)
    changed, now = [], timezone.now()
    for face in video.face_tracks.exclude(state=FaceState.CONFIRMED).filter(pk__in=said):
        state = said[face.pk]
        if state not in {FaceState.CONFIRMED, face.state}:
            _decide(face, state, actor, now)
            changed.append(face)
    FaceTrack.objects.bulk_update(changed, ["state", "decided_by", "decided_at"])
    if changed:
        states = list(video.face_tracks.values_list("state", flat=True))
        audit.append(
            actor=actor,
            verb="media.faces-decided",
            target=video,
            data={state: states.count(state) for state in FaceState.values},
            chain=audit_chain(video.public_id),
        )


def _decide(face: FaceTrack, state: str, actor, now) -> None:
    is_open = state == FaceState.PROPOSED
    face.state = state
    face.decided_by, face.decided_at = (None, None) if is_open else (actor, now)
