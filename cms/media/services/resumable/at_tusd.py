"""Files whose bytes tusd takes: what it asks and tells, and what it told nobody.

tusd keeps one writer at a time and knows offsets; everything else is as with our own server. It
writes each file to the very place where our own would, so nothing is copied afterwards.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from http import HTTPStatus

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import DomainError
from cms.base.jobs import AHEAD, enqueue_on_commit
from cms.media.models import ResumableState, ResumableUpload
from cms.media.pieces import pieces
from cms.media.services.resumable.claims import EXPIRES_AFTER, own
from cms.media.services.resumable.creating import Declared, create
from cms.media.services.resumable.finishing import checked, checked_at_once
from cms.media.states import RESUMABLE_TABLE

log = logging.getLogger(__name__)
BATCH = 200
# As long as nothing was heard of a file, tusd may still be about to tell.
QUIET = timedelta(minutes=1)


class Misplaced(DomainError):
    """tusd says that a file is whole, and it does not lie where it should: tusd is set up wrong."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "misplaced"

    def __init__(self):
        super().__init__(_("Terjadi gangguan di sisi kami. Coba lagi sebentar lagi."))


def announce_at_tusd(*, actor, declared: Declared) -> tuple[ResumableUpload, dict[str, str] | None]:
    """Announce a file as :func:`create` does; (it, the ``Storage`` that tusd gives it). Without
    one tusd makes nothing: the file is on its way already, or here."""
    upload, is_new = create(actor=actor, declared=declared, by_tusd=True)
    store = pieces()
    # Also when tusd died between asking and making it.
    if is_new or (upload.is_at_tusd and not store.is_begun_by_tusd(upload.pk)):
        return upload, store.at_tusd(upload.pk)[1]
    return upload, None


def is_continued_at_tusd(*, actor, upload_id: uuid.UUID) -> ResumableUpload | None:
    """The file of ``actor`` when its next bytes go to tusd, None when they come here. Raises
    Missing, Expired."""
    upload = own(actor, upload_id)
    return upload if upload.is_at_tusd else None


def heard_from_tusd(*, upload_id: uuid.UUID, tusd_id: str, offset: int) -> bool:
    """Note how far tusd is; False when nobody wants the file any more. Side effect: it may be
    continued for as long as any other."""
    now = timezone.now()
    row = ResumableUpload.objects.filter(pk=upload_id, expires_at__gt=now).exclude(tusd_id="")
    upload = row.first()
    if upload is None or upload.state == ResumableState.REFUSED:
        return False
    if upload.state != ResumableState.RECEIVING:
        return True
    # What tusd tells may come in any order.
    row.filter(state=ResumableState.RECEIVING).update(
        tusd_id=tusd_id,
        kept=_kept(tusd_id),
        offset=max(upload.offset, min(offset, upload.length)),
        expires_at=now + EXPIRES_AFTER,
    )
    return True


def _kept(tusd_id: str) -> dict[str, str]:
    """What the store wants to remember: on S3 tusd's ids name the multipart upload."""
    multipart = tusd_id.partition("+")[2]
    return {"multipart": multipart} if multipart else {}


def completed_at_tusd(*, upload_id: uuid.UUID, tusd_id: str) -> ResumableUpload | None:
    """tusd has all bytes: the file as it is after the check, None when it is not known. Told
    again, it changes nothing.

    Side effects and errors as of the last piece of our own server, and Misplaced.
    """
    upload = ResumableUpload.objects.filter(pk=upload_id).exclude(tusd_id="").first()
    if upload is None or upload.state != ResumableState.RECEIVING:
        return upload
    if not pieces().is_whole(upload.pk, upload.length):
        log.error("tusd completed %s, which does not lie whole where it should", tusd_id)
        raise Misplaced
    _complete(upload, queued=not checked_at_once(upload), kept=_kept(tusd_id), tusd_id=tusd_id)
    upload.refresh_from_db()
    return checked(upload)


def _complete(upload: ResumableUpload, *, queued: bool, **values) -> None:
    with transaction.atomic():
        done = ResumableUpload.objects.filter(pk=upload.pk, state=ResumableState.RECEIVING).update(
            state=RESUMABLE_TABLE.target(ResumableState.RECEIVING, "complete"),
            offset=upload.length,
            expires_at=timezone.now() + EXPIRES_AFTER,
            **values,
        )
        if done and queued:
            enqueue_on_commit("cms.media.tasks.finish_upload", str(upload.pk), priority=AHEAD)


def sweep_tusd() -> int:
    """Complete files that tusd has whole without our having heard it: it does not tell twice. How
    many; the latest first. Side effect: their check is queued."""
    quiet = timezone.now() + EXPIRES_AFTER - QUIET
    waiting = (
        ResumableUpload.objects.filter(state=ResumableState.RECEIVING, expires_at__lte=quiet)
        .filter(expires_at__gt=timezone.now())
        .exclude(tusd_id="")
        .order_by("-expires_at")[:BATCH]
    )
    store = pieces()
    found = [upload for upload in waiting if store.is_whole(upload.pk, upload.length)]
    for upload in found:
        _complete(upload, queued=True)
    return len(found)
