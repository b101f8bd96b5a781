"""How far a file is, the receipt for it, and giving it up."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Missing
from cms.base.workflow import lock
from cms.media.belonging import held
from cms.media.models import ResumableState, ResumableUpload, Upload, UploadState
from cms.media.pieces import pieces
from cms.media.services.quota import count_given_up
from cms.media.services.resumable.claims import own, require_here, take_back
from cms.media.services.resumable.creating import as_resumable
from cms.media.services.resumable.errors import Ended
from cms.media.services.uploads import forget

RECEIPTS_MAX = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file is. ``upload`` is what was kept of it, with the server's own hash: that is
    the receipt; ``is_attached`` tells whether what it belongs to has taken it."""

    way: ResumableUpload
    upload: Upload | None = None
    is_attached: bool = False

    @property
    def state(self) -> str:
        return self.upload.state if self.upload else self.way.state

    @property
    def kept_at(self) -> datetime | None:
        return self.upload.created_at if self.upload else None

    @property
    def reason(self) -> str:
        if self.upload is None:
            return self.way.reason
        return self.upload.failure if self.upload.state == UploadState.FAILED else ""


def look(*, actor, upload_id: uuid.UUID) -> ResumableUpload:
    """The file as it is, free to be continued: a request that still writes lets go first.

    Raises Missing, Expired, Ended.
    """
    upload = _sent(actor, upload_id)
    if upload.state == ResumableState.REFUSED:
        raise Ended(upload.reason)
    require_here(upload)
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
    way = _sent(actor, upload_id)
    if way.state != ResumableState.KEPT:
        return Standing(way)
    kept = Upload.objects.filter(pk=upload_id, owner=actor).first()
    if kept is None:
        raise Missing(_("Kiriman berkas itu tidak ada."))
    return Standing(way, kept, kept.pk in held([kept.pk]))


def standings_of(*, actor, belongs_to: uuid.UUID) -> list[Standing]:
    """All files of ``actor`` for one thing: kept, refused and on their way, by their slots. A
    constant number of queries."""
    kept = list(Upload.objects.filter(belongs_to=belongs_to, owner=actor)[:RECEIPTS_MAX])
    attached = held(upload.pk for upload in kept)
    known = {upload.pk for upload in kept}
    ways = ResumableUpload.objects.filter(belongs_to=belongs_to, owner=actor).exclude(
        state=ResumableState.KEPT
    )
    found = [Standing(as_resumable(one), one, one.pk in attached) for one in kept]
    found += _open(ways[:RECEIPTS_MAX], known)
    return sorted(found, key=lambda one: (one.way.slot is None, one.way.slot, one.way.created_at))


def _open(ways: Iterable[ResumableUpload], known: set[uuid.UUID]) -> list[Standing]:
    now = timezone.now()
    return [Standing(way) for way in ways if way.pk not in known and way.expires_at > now]


def terminate(*, actor, upload_id: uuid.UUID, by_tusd: bool = False) -> None:
    """Give up a file; nothing of it stays but its part of the day's quota. One that was kept goes
    too, unless something uses it.

    ``by_tusd`` says that tusd asks, and drops the bytes itself.
    Raises Missing, Expired, Conflict.
    """
    upload = take_back(_sent(actor, upload_id))
    if upload.state == ResumableState.KEPT:
        _forget_kept(actor, upload_id)
        return
    with transaction.atomic():
        row = lock(ResumableUpload.objects.filter(owner=actor), pk=upload.pk)
        if row.state in {ResumableState.CHECKING, ResumableState.KEPT}:
            raise Conflict(_("Berkas ini sedang diperiksa. Coba lagi sebentar."))
        # By value: a deleted row forgets its key.
        discard = partial(pieces().discard, row.pk, row.kept)
        row.delete()
        count_given_up(owner_id=row.owner_id, byte_count=row.offset, since=row.created_at)
        if not by_tusd:
            transaction.on_commit(discard, robust=True)


@transaction.atomic
def _forget_kept(actor, upload_id: uuid.UUID) -> None:
    forget(actor=actor, upload_id=upload_id)
    ResumableUpload.objects.filter(pk=upload_id, owner=actor).delete()
