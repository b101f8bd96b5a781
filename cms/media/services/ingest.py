"""From the private original to a usable photo or video. Crash-safe: every step may be repeated.

A worker claims an upload by one conditional UPDATE that gives it a lease; it finishes only if the
attempt is still its own. What a dead worker left is found by :func:`sweep_uploads`.
"""

from __future__ import annotations

import logging
import uuid
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Collection

from cms.base import audit
from cms.base.jobs import enqueue_on_commit
from cms.base.workflow import advance, lock
from cms.media import films, pictures
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Photo, Upload, UploadKind, UploadState, Video
from cms.media.services import derivatives
from cms.media.services.files import discarded_on_error, doom
from cms.media.services.uploads import audit_chain
from cms.media.states import ATTEMPTS_MAX, LEASE_S, UPLOAD_TABLE

log = logging.getLogger(__name__)
NEVER_STARTED_S = 60
FILM_TIMEOUT_S = LEASE_S - 120
SWEEP_BATCH = 200


class _LeaseLost(Exception):
    """Another worker has taken the upload over; what this one made is thrown away."""


def _reason(code: str) -> str:
    return {
        "unreadable": _("Berkas ini rusak atau tidak dapat dibaca. Kirim ulang dari ponsel."),
        "no-picture": _("Berkas ini tidak berisi gambar, hanya suara."),
        "too-long": _("Video ini terlalu panjang; paling lama 10 menit."),
        "too-slow": _("Video ini terlalu berat untuk disiapkan. Kirim versi yang lebih pendek."),
        "gone": _("Berkas aslinya tidak ada lagi di penyimpanan. Kirim ulang."),
        "gave-up": _("Berkas ini gagal disiapkan beberapa kali. Kirim ulang, atau hubungi admin."),
    }[code]


def _claim(upload_id: uuid.UUID) -> Upload | None:
    now = timezone.now()
    free = Q(state=UploadState.RECEIVED) | Q(state=UploadState.PROCESSING, leased_until__lt=now)
    taken = (
        Upload.objects.filter(
            free,
            pk=upload_id,
            state__in=UPLOAD_TABLE.sources("begin"),
            attempts__lt=ATTEMPTS_MAX,
        )
        # States in an UPDATE, not on a row: the condition above is the transition table's.
        .update(
            state=UPLOAD_TABLE.target(UploadState.RECEIVED, "begin"),
            attempts=F("attempts") + 1,
            leased_until=now + timedelta(seconds=LEASE_S),
        )
    )
    if not taken:
        return None
    return Upload.objects.select_related("photo", "video", "owner").get(pk=upload_id)


def ingest(upload_id: uuid.UUID) -> bool:
    """Prepare one upload; return whether it became ready in this call.

    A file that cannot be used ends as failed with a reason; the original is kept. Any other
    trouble (storage away, out of memory) leaves it for the sweeper. Idempotent.
    """
    upload = _claim(upload_id)
    if upload is None:
        return False
    try:
        if not upload.file.storage.exists(upload.file.name):
            _fail(upload, "gone")
        elif upload.kind == UploadKind.PHOTO:
            _ingest_photo(upload)
            return True
        else:
            _ingest_video(upload)
            return True
    except pictures.Unreadable:
        _fail(upload, "unreadable")
    except films.FilmError as error:
        _fail(upload, error.code)
    except _LeaseLost:
        log.warning("upload %s: another worker took over", upload.pk)
    except Exception:
        # Not the file's fault: the lease ends, the sweeper tries again, a few times.
        log.exception("upload %s: attempt %s failed", upload.pk, upload.attempts)
        _let_go(upload)
    return False


def _let_go(upload: Upload) -> None:
    """End the lease soon instead of after its full time; later after each attempt."""
    again_at = timezone.now() + timedelta(seconds=20 * upload.attempts)
    Upload.objects.filter(
        pk=upload.pk, state=UploadState.PROCESSING, attempts=upload.attempts
    ).update(leased_until=again_at)


@contextmanager
def _finishing(upload: Upload):
    """The last transaction of an attempt: locked, still ours, state advanced at the end."""
    with transaction.atomic():
        current = lock(Upload.objects.all(), pk=upload.pk)
        if (current.state, current.attempts) != (UploadState.PROCESSING, upload.attempts):
            raise _LeaseLost
        yield current
        advance(current, "finish", table=UPLOAD_TABLE)
        current.leased_until = None
        current.failure = ""
        current.save()


def _fail(upload: Upload, code: str) -> None:
    with transaction.atomic():
        current = lock(Upload.objects.all(), pk=upload.pk)
        if (current.state, current.attempts) != (upload.state, upload.attempts):
            return
        advance(current, "fail", table=UPLOAD_TABLE)
        current.failure = _reason(code)
        current.leased_until = None
        current.save(update_fields=["state", "failure", "leased_until"])
        audit.append(
            actor=None,
            verb="media.failed",
            target=current,
            data={"why": code},
            chain=audit_chain(current.pk),
        )


def _title(upload: Upload, when) -> str:
    """A title without anybody's name or place; editors write the real words."""
    shown = date_format(timezone.localtime(when or upload.created_at), "j F Y H.i")
    return f"{upload.get_kind_display()} {shown}"


def _common(upload: Upload) -> dict[str, object]:
    return {
        "uploaded_by_user": upload.owner,
        "protect_mark": upload.protect_mark,
        "unit_path": upload.unit_path,
        "collection": Collection.get_first_root_node(),
    }


def _ingest_photo(upload: Upload) -> None:
    with upload.file.storage.open(upload.file.name, "rb") as original:
        picture, taken_at = pictures.decode(original)
    master, *sizes = pictures.derive(picture)
    with discarded_on_error() as names:
        photo = upload.photo or Photo(**_common(upload), title=_title(upload, taken_at))
        rows = derivatives.store(names=names, photo=photo, made=sizes)
        is_new = photo.pk is None
        if is_new:
            photo.file.save("master.jpg", derivatives.photo_files(master), save=False)
            names.append(photo.file.name)
        with _finishing(upload) as current:
            if is_new:
                photo.taken_at = taken_at
                photo.save()
            elif current.photo_id != photo.pk:
                raise _LeaseLost  # its photo got another file, or is gone
            else:
                Photo.objects.filter(pk=photo.pk).update(taken_at=taken_at)
            was_public = derivatives.is_public(photo=photo)
            derivatives.replace(photo=photo, rows=rows)
            current.photo = photo
            if was_public:
                announce(MediaChange("replaced", photo=photo, users=users_of(photo=photo)))


def _ingest_video(upload: Upload) -> None:
    with films.scratch_directory() as scratch, discarded_on_error() as names:
        directory = Path(scratch)
        with _local_copy(upload, directory) as source:
            film = films.prepare(source, directory, timeout_s=FILM_TIMEOUT_S)
        video = upload.video or Video(**_common(upload), title=_title(upload, None), type="video")
        row = derivatives.store_film(
            names=names,
            video=video,
            film_path=film.path,
            preset=f"{min(film.width, film.height)}p",
            width=film.width,
            height=film.height,
        )
        rows = [row, *derivatives.store(names=names, video=video, made=[film.poster])]
        with _finishing(upload) as current:
            if video.pk is not None and current.video_id != video.pk:
                raise _LeaseLost
            # The film readers get is also what staff see: one file, two rows that name it.
            _set_film(video, upload, row.file.name, film)
            was_public = derivatives.is_public(video=video)
            derivatives.replace(video=video, rows=rows)
            current.video = video
            if was_public:
                announce(MediaChange("replaced", video=video, users=users_of(video=video)))


def _set_film(video: Video, upload: Upload, name: str, film: films.Film) -> None:
    old = video.file.name
    video.file = name
    video.duration, video.width, video.height = film.duration_s, film.width, film.height
    if video.pk is None:
        video.save()
    else:
        video.save(update_fields=["file", "duration", "width", "height"])
    if old and old not in {name, upload.file.name}:
        doom(storage="default", names=[old])


@contextmanager
def _local_copy(upload: Upload, directory: Path):
    """The original as a file on this machine: itself where storage is local, else a copy."""
    storage = upload.file.storage
    try:
        path = Path(storage.path(upload.file.name))
    except NotImplementedError:
        path = directory / "original"
        with storage.open(upload.file.name, "rb") as remote, path.open("wb") as local:
            while chunk := remote.read(1024 * 1024):
                local.write(chunk)
    yield path


def sweep_uploads() -> int:
    """Queue again what is stuck (never started, or its worker died); give up after the last
    attempt. Return how many were touched. Safe to run anywhere, any time."""
    now = timezone.now()
    never_started = Q(
        state=UploadState.RECEIVED, created_at__lt=now - timedelta(seconds=NEVER_STARTED_S)
    )
    left_behind = Q(state=UploadState.PROCESSING, leased_until__lt=now)
    stuck = Upload.objects.filter(never_started | left_behind).order_by("created_at")[:SWEEP_BATCH]
    for upload in stuck:
        if upload.attempts >= ATTEMPTS_MAX:
            _fail(upload, "gave-up")
            continue
        with transaction.atomic():
            enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))
    return len(stuck)


@transaction.atomic
def retry(*, actor, upload: Upload) -> Upload:
    """Try a failed upload again (an operator fixed the cause). Raises Conflict if not failed."""
    current = lock(Upload.objects.all(), pk=upload.pk)
    advance(current, "retry", table=UPLOAD_TABLE)
    current.attempts, current.failure, current.leased_until = 0, "", None
    current.save(update_fields=["state", "attempts", "failure", "leased_until"])
    audit.append(actor=actor, verb="media.retry", target=current, chain=audit_chain(current.pk))
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(current.pk))
    return current
