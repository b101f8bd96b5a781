"""Hiding people in films: asked for by a person, burnt in by a worker, from the original."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.jobs import enqueue_on_commit
from cms.base.outbox import OPEN, GiveUp, OutboxState, run_due
from cms.base.workflow import lock
from cms.media import films
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import FaceState, FilmLook, FilmRedaction, Upload, Video
from cms.media.permissions import may_handle
from cms.media.selectors import can_look_for_faces
from cms.media.services import derivatives
from cms.media.services.faces import no_faces, read_decisions
from cms.media.services.files import discarded_on_error, local_file
from cms.media.services.film_faces import (
    decide_faces,
    find_faces,
    find_faces_beneath,
    note_faces,
    settle_faces,
)
from cms.media.services.film_veils import asked_by
from cms.media.services.films import VIDEO, make, put_in_place
from cms.media.services.redaction import read_boxes, require_seen
from cms.media.services.steps.reasons import reason
from cms.media.services.uploads import audit_chain
from cms.media.services.words import only_more, require_ready, under_way

log = logging.getLogger(__name__)
TRACKS_MAX, MARKS_MAX = 50, 1000
BURN_S = 13 * 60
LEASE = timedelta(minutes=45)  # each part of the work has its own end before that
BACK_OFF_S = (30, 120, 600)
LOOKING_PERCENT = 40  # of the work, where faces have to be looked for first
QUEUED_AGAIN_S = 60


class LeaseLost(Exception):
    """The film got another file, or another worker took the redaction over."""


def read_tracks(raw: Iterable[Sequence[Sequence[float]]], *, ends_s: float) -> list[list[list]]:
    """Check areas that move, each of ``[second, x, y, width, height]``; put them in order of time.

    Places are cut to the picture. Raises Invalid.
    """
    tracks, mark_count = [], 0
    for track in raw:
        marks = list(track)
        mark_count += len(marks)
        if len(tracks) == TRACKS_MAX or mark_count > MARKS_MAX:
            raise Invalid(
                _("Paling banyak %(tracks)s bidang dan %(marks)s titik.")
                % {"tracks": TRACKS_MAX, "marks": MARKS_MAX}
            )
        try:
            seconds = [float(mark[0]) for mark in marks]
            boxes = read_boxes([mark[1:] for mark in marks], most=MARKS_MAX)
        except (TypeError, ValueError, LookupError):
            raise Invalid(_("Bidang penyamaran tidak terbaca.")) from None
        if not all(math.isfinite(second) and 0 <= second <= ends_s + 1 for second in seconds):
            raise Invalid(_("Ada bidang di luar lamanya video."))
        if len(set(seconds)) < 2:
            raise Invalid(_("Setiap bidang memerlukan waktu mulai dan waktu selesai."))
        said = {
            round(second, 3): [round(n, 5) for n in (box.x, box.y, box.width, box.height)]
            for second, box in zip(seconds, boxes, strict=True)
        }
        tracks.append([[second, *said[second]] for second in sorted(said)])
    return tracks


@transaction.atomic
def redact_film(
    *,
    actor,
    video: Video,
    tracks: Iterable[Sequence[Sequence[float]]] = (),
    decisions: Mapping[int, str] | None = None,
    all_faces: bool = False,
    whole_picture: bool = False,
    is_mute: bool = False,
    seen_version: str | None = None,
) -> FilmRedaction | None:
    """Have a new film made in which ``tracks`` and the confirmed faces cannot be recognised.

    Always starts from the original, so what is given is all that is hidden afterwards; nothing at
    all takes the redaction back. Where the original is gone, more can be hidden but no less.

    Where something is asked for, the old film is out of everybody's reach from now on, also when
    the work fails: until a redaction is burnt in, or somebody asks for what holds already.
    ``decisions`` say of faces, by key, which to hide and which need not be; those hidden now and
    not spoken of stay hidden. ``seen_version`` is that of the redaction that was seen
    (``selectors.redaction_version``); None: none was. Returns the row of work, or None when the
    film stays as it is and only decisions changed. Side effects: audit events, a task.
    Raises Refused, Invalid, Conflict, Overtaken.
    """
    may_handle(actor, video).require()
    current = lock(Video.objects.all(), pk=video.pk)
    said = read_decisions(decisions or {})
    wanted = read_tracks(tracks, ends_s=current.duration)
    if current.type != VIDEO:
        raise Conflict(_("Rekaman suara tidak berisi gambar."))
    upload = Upload.objects.filter(video=current).first()
    require_ready(upload)
    if current.film_redactions.filter(state__in=OPEN).exists():
        raise Conflict(under_way())
    require_seen(current, seen_version)
    if all_faces and not can_look_for_faces():
        raise Conflict(no_faces())
    faces = _faces_to_hide(current, said)
    decide_faces(actor=actor, video=current, decisions=said)
    row = FilmRedaction(
        video=current,
        tracks=wanted,
        faces=faces,
        all_faces=all_faces,
        whole_picture=whole_picture,
        is_mute=is_mute,
        made_by=actor,
    )
    if (upload is None or not upload.file) and current.is_redacted and not _hides_as_much(row):
        raise Conflict(only_more())
    if _says_the_same(row):
        if current.awaits_redaction:
            _show_as_it_is(actor, current)
        return None
    row.save()
    if row.hides_something or row.is_mute:
        _hold_back(actor, current)
    audit.append(
        actor=actor,
        verb="media.film-redaction-asked",
        target=current,
        data=_in_numbers(row),
        chain=audit_chain(current.public_id),
    )
    enqueue_on_commit("cms.media.tasks.burn_film_redactions")
    return row


def _hold_back(actor, video: Video) -> None:
    derivatives.hold_back(video=video)
    users = users_of(video=video)
    if users:
        announce(MediaChange("redaction-asked", video=video, actor=actor, users=users))


def _show_as_it_is(actor, video: Video) -> None:
    """What was asked for last failed, and is no longer wanted: the film comes back as it was."""
    video.awaits_redaction = False
    video.save(update_fields=["awaits_redaction"])
    audit.append(
        actor=actor,
        verb="media.film-redaction-dropped",
        target=video,
        chain=audit_chain(video.public_id),
    )
    users = users_of(video=video)
    if users:
        derivatives.copy_out(video=video)
        announce(MediaChange("replaced", video=video, actor=actor, users=users))


def _faces_to_hide(video: Video, said: Mapping[int, str]) -> list[int]:
    """Keys of the faces that were confirmed now, or before and nobody took back."""
    return sorted(
        pk
        for pk, state in video.face_tracks.values_list("pk", "state")
        if said.get(pk, state) == FaceState.CONFIRMED
    )


def _in_force(video: Video) -> FilmRedaction:
    """The redaction that is burnt in; an empty one where there is none."""
    done = video.film_redactions.filter(state=OutboxState.DONE).order_by("-id").first()
    return done or FilmRedaction(video=video)


def _hides_as_much(row: FilmRedaction) -> bool:
    """Whether all that is hidden now is hidden by ``row`` too."""
    before = _in_force(row.video)
    return (
        all(track in row.tracks for track in before.tracks)
        and set(before.faces) <= set(row.faces)
        and all(
            getattr(row, name) or not getattr(before, name)
            for name in ("all_faces", "whole_picture", "is_mute")
        )
    )


def _says_the_same(row: FilmRedaction) -> bool:
    """Whether the film is already as ``row`` wants it."""
    before = _in_force(row.video)
    return not row.all_faces and all(
        getattr(row, name) == getattr(before, name)
        for name in ("tracks", "faces", "all_faces", "whole_picture", "is_mute")
    )


def _in_numbers(row: FilmRedaction) -> dict[str, object]:
    return {
        "redaction": row.pk,
        "areas": len(row.tracks),
        "faces": len(row.faces),
        "all_faces": row.all_faces,
        "whole_picture": row.whole_picture,
        "is_mute": row.is_mute,
    }


def burn_due(*, limit: int = 5) -> int:
    """Do the redactions that wait, one after the other; return how many were tried.

    Each ends as done, or failed with a sentence in ``last_error``. A worker that dies is missed
    when its lease is over; then another one begins anew.
    """
    return run_due(FilmRedaction, _burn, limit=limit, lease=LEASE, back_off_s=BACK_OFF_S)


def sweep_film_redactions() -> bool:
    """Queue the work again where rows are due and nobody is at it; return whether."""
    due = FilmRedaction.objects.filter(state__in=OPEN, next_attempt_at__lte=timezone.now())
    if not due.exists() or not cache.add("film-redaction-queued", 1, QUEUED_AGAIN_S):
        return False
    with transaction.atomic():
        enqueue_on_commit("cms.media.tasks.burn_film_redactions")
    return True


def _burn(row: FilmRedaction) -> None:
    """One attempt. Raises GiveUp with a sentence for people; anything else is tried again."""
    if row.attempt_count > len(BACK_OFF_S) + 1:
        raise GiveUp(reason("film-gave-up"))  # its workers died, one after the other
    try:
        with films.scratch_directory() as scratch, discarded_on_error() as names:
            _burn_in(row, Path(scratch), names)
    except films.FilmError as error:
        raise GiveUp(reason(error.code)) from None
    except LeaseLost:
        log.warning("film redaction %s: the film changed, or another worker took over", row.pk)
    except Exception as error:
        if row.attempt_count <= len(BACK_OFF_S):
            raise
        log.exception("film redaction %s", row.pk)
        raise GiveUp(reason("film-gave-up")) from error


def _burn_in(row: FilmRedaction, directory: Path, names: list[str]) -> None:
    video = row.video
    upload = Upload.objects.filter(video=video).exclude(file="").first()
    seen_file = video.file.name
    progress = _Progress(row)
    if row.all_faces and not FilmLook.objects.filter(video=video).exists():
        if not can_look_for_faces():
            raise GiveUp(no_faces())
        told = progress.part(0, LOOKING_PERCENT)
        if video.is_redacted and upload:
            found = find_faces_beneath(
                video=video, original=upload.file, directory=directory, told=told
            )
        else:
            found = find_faces(video=video, directory=directory, told=told)
        note_faces(video=video, found=found)
    wanted = asked_by(row)
    with local_file((upload or video).file, directory) as source:
        made = make(
            video=video,
            source=source,
            directory=directory,
            names=names,
            timeout_s=BURN_S,
            veil=wanted.veil(video.duration, directory),
            is_mute=wanted.is_mute,
            told=progress.part(progress.percent, 95),
        )
    with transaction.atomic():
        current = lock(Video.objects.all(), pk=video.pk)
        if not _is_ours(row).update(
            state=OutboxState.DONE,
            finished_at=timezone.now(),
            percent=100,
            found_count=current.face_tracks.count() if row.all_faces else None,
            last_error="",
        ):
            raise LeaseLost
        if current.file.name != seen_file:
            raise LeaseLost
        current.is_redacted = row.hides_something
        current.awaits_redaction = False
        current.save(update_fields=["is_redacted", "awaits_redaction"])
        put_in_place(video=current, made=made)
        was_public = derivatives.is_public(video=current)
        derivatives.replace(video=current, rows=made.rows)
        counts = settle_faces(actor=row.made_by, row=row)
        audit.append(
            actor=row.made_by,
            verb="media.redacted",
            target=current,
            data=_in_numbers(row) | {"settled": counts},
            chain=audit_chain(current.public_id),
        )
        if was_public:
            users = users_of(video=current)
            announce(MediaChange("redacted", video=current, actor=row.made_by, users=users))


def _is_ours(row: FilmRedaction):
    return FilmRedaction.objects.filter(
        pk=row.pk, state=OutboxState.RUNNING, attempt_count=row.attempt_count
    )


class _Progress:
    """How far the work is, in the row, for the screen."""

    def __init__(self, row: FilmRedaction):
        self._row, self.percent = row, 0

    def part(self, begin: int, end: int):
        """What hears the share, 0 to 1, of the part of the work from ``begin`` to ``end`` per
        cent. Raises LeaseLost when the work is not ours any more: then it need not go on."""

        def told(share: float) -> None:
            self.percent = min(end, max(self.percent, begin + int((end - begin) * share)))
            if not _is_ours(self._row).update(percent=self.percent):
                raise LeaseLost

        return told
