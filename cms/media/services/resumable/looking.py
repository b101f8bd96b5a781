"""How far a file is, and giving it up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Missing
from cms.base.workflow import lock
from cms.media.models import ResumableState, ResumableUpload, Upload, UploadState
from cms.media.pieces import pieces
from cms.media.services.resumable.claims import own, take_back
from cms.media.services.resumable.creating import as_resumable
from cms.media.services.resumable.errors import Ended


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file is. ``sha256`` is the server's own of what it keeps: the receipt."""

    upload: ResumableUpload
    state: str
    sha256: str = ""
    content_type: str = ""
    reason: str = ""


def look(*, actor, upload_id: uuid.UUID) -> ResumableUpload:
    """The file as it is, free to be continued: a request that still writes lets go first.

    Raises Missing, Expired, Ended.
    """
    upload = _sent(actor, upload_id)
    if upload.state == ResumableState.REFUSED:
        raise Ended(upload.reason)
    return take_back(upload)


def _sent(actor, upload_id: uuid.UUID) -> ResumableUpload:
    try:
        return own(actor, upload_id)
    except Missing:
        # Tidied away after it arrived, or sent by another door.
        kept = Upload.objects.filter(pk=upload_id, owner=actor).first()
        if kept is None:
            raise
        return as_resumable(kept)


def standing(*, actor, upload_id: uuid.UUID) -> Standing:
    """How far it is, with the receipt once the file is kept. Raises Missing, Expired."""
    upload = _sent(actor, upload_id)
    if upload.state != ResumableState.KEPT:
        return Standing(upload, upload.state, reason=upload.reason)
    kept = Upload.objects.get(pk=upload_id)
    reason = kept.failure if kept.state == UploadState.FAILED else ""
    return Standing(upload, kept.state, kept.sha256, kept.content_type, reason)


@transaction.atomic
def terminate(*, actor, upload_id: uuid.UUID) -> None:
    """Give up a file that is on its way; nothing of it stays. A kept one belongs to its report.

    Raises Missing, Expired, Conflict.
    """
    upload = take_back(own(actor, upload_id))
    row = lock(ResumableUpload.objects.filter(owner=actor), pk=upload.pk)
    if row.state in {ResumableState.CHECKING, ResumableState.KEPT}:
        raise Conflict(_("Berkas ini sudah diterima. Hapus dari laporannya bila tidak jadi."))
    row.delete()
    transaction.on_commit(lambda: pieces().discard(row.pk, row.kept), robust=True)
