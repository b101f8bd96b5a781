"""A file is announced: who may send it, how large it may be, and where its bytes will go."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Invalid, TooLarge, UnsupportedMedia
from cms.base.jobs import AHEAD, enqueue_on_commit
from cms.base.workflow import lock
from cms.media.belonging import admit
from cms.media.content_type import BYTES_MAX, declared_format, require_size
from cms.media.metadata import SaidOfFile
from cms.media.models import JoinRole, ResumableState, ResumableUpload, Upload
from cms.media.pieces import pieces
from cms.media.services.quota import require_quota
from cms.media.services.resumable.claims import EXPIRES_AFTER
from cms.media.services.resumable.errors import Ended, NoRoom, Unfinished
from cms.media.services.resumable.finishing import checked, checked_at_once
from cms.media.services.uploads import let_go_of_home, require_sender
from cms.media.states import RESUMABLE_TABLE

LENGTH_MAX = max(BYTES_MAX.values())
JOINED_MAX = 64
# What a disk keeps free for everything else.
SPARE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the sender says of a file; ``metadata`` is the header as it came, given back as it is.

    ``joined`` names the parts of a final one, in their order; its length is theirs.
    """

    length: int
    said: SaidOfFile = field(default_factory=SaidOfFile)
    metadata: str = ""
    role: str = JoinRole.WHOLE
    joined: Sequence[uuid.UUID] = ()


def create(*, actor, declared: Declared, by_tusd: bool = False) -> tuple[ResumableUpload, bool]:
    """Announce a file; (it, whether it is new). The same id announced again is the same file.

    ``by_tusd`` says that tusd asks and takes the bytes; it makes their place itself.
    Everything that can be refused before the first byte is refused here. Side effects: a place in
    storage; a final one is joined, at once or in the background. Raises Refused, Invalid,
    Conflict, TooLarge, UnsupportedMedia, TooMany, NoRoom, Unfinished, Ended, and what the thing
    says that it belongs to.
    """
    require_sender(actor)
    upload, is_new = _announced(actor, declared, by_tusd)
    if is_new and upload.role == JoinRole.FINAL:
        upload = checked(upload)
    return upload, is_new


@transaction.atomic
def _announced(actor, declared: Declared, by_tusd: bool) -> tuple[ResumableUpload, bool]:
    # Locked, so that two announcements at once cannot both be the last that is allowed.
    lock(get_user_model().objects.order_by(), pk=actor.pk)
    said = declared.said
    if said.upload_id is not None:
        known = _known(actor, declared)
        if known is not None:
            return known, False
    parts = _parts(actor, declared)
    length = sum(part.length for part in parts) if parts else declared.length
    _require_acceptable(declared, length)
    require_quota(actor, length, parts=parts)
    if said.belongs_to is not None and declared.role != JoinRole.PARTIAL:
        admit(actor=actor, belongs_to=said.belongs_to, coming=coming_to(actor, said.belongs_to))
    room = pieces().room()
    if room is not None and room < length + SPARE_BYTES:
        raise NoRoom
    now = timezone.now()
    upload = ResumableUpload(
        pk=said.upload_id or uuid.uuid4(),
        owner=actor,
        kind=said.kind,
        belongs_to=said.belongs_to,
        slot=said.slot,
        length=length,
        metadata=declared.metadata,
        role=declared.role,
        joined=[part.pk.hex for part in parts],
        created_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    if by_tusd:
        upload.tusd_id = pieces().at_tusd(upload.pk)[0]
    else:
        upload.kept = pieces().begin(upload.pk)
    if parts:
        upload.offset = length
        upload.state = RESUMABLE_TABLE.target(upload.state, "complete")
        if not checked_at_once(upload):
            enqueue_on_commit("cms.media.tasks.finish_upload", str(upload.pk), priority=AHEAD)
    upload.save(force_insert=True)
    return upload, True


def _known(actor, declared: Declared) -> ResumableUpload | None:
    """The file that was announced, or kept, under this id."""
    key = declared.said.upload_id
    row = ResumableUpload.objects.filter(pk=key).first()
    if row is None:
        kept = Upload.objects.filter(pk=key).first()
        row = kept and as_resumable(kept)
    if row is None:
        return None
    same = row.owner_id == actor.pk and row.role == declared.role
    if not same or (declared.role != JoinRole.FINAL and row.length != declared.length):
        raise Conflict(_("Nomor kiriman ini sudah dipakai untuk berkas lain."))
    if row.state == ResumableState.REFUSED:
        raise Ended(row.reason)
    if row.state == ResumableState.RECEIVING and row.expires_at <= timezone.now():
        pieces().discard(row.pk, row.kept)
        row.delete()
        return None
    return row


def coming_to(actor, belongs_to: uuid.UUID) -> int:
    """How many files of ``actor`` are on their way to ``belongs_to``."""
    return (
        ResumableUpload.objects.filter(belongs_to=belongs_to, owner=actor)
        .filter(state__in=[ResumableState.RECEIVING, ResumableState.CHECKING])
        .exclude(role=JoinRole.PARTIAL)
        .filter(expires_at__gt=timezone.now())
        .count()
    )


def turn_away(*, owner, belongs_to: uuid.UUID, upload_ids: Iterable[uuid.UUID]) -> None:
    """These files of ``owner`` are not wanted at what they were sent for, and may still be on their
    way: no place is kept for them, and when they come they stay their sender's own."""
    theirs = {"owner": owner, "belongs_to": belongs_to, "pk__in": list(upload_ids)}
    # In this order: a file that is being kept right now is met as one or the other.
    ResumableUpload.objects.filter(**theirs).exclude(role=JoinRole.PARTIAL).update(belongs_to=None)
    let_go_of_home(upload_ids=Upload.objects.filter(**theirs).values_list("pk", flat=True))


def describe(*, owner, belongs_to: uuid.UUID, captions: Mapping[uuid.UUID, str]) -> None:
    """What ``owner`` says now of these files, by id, that may still be on their way: it comes with
    them."""
    theirs = {"owner": owner, "belongs_to": belongs_to, "pk__in": list(captions)}
    # In this order, as above.
    for files in (ResumableUpload.objects.filter(**theirs), Upload.objects.filter(**theirs)):
        found = list(files.only("pk"))
        for one in found:
            one.caption = captions[one.pk]
        files.model.objects.bulk_update(found, ["caption"])


def as_resumable(upload: Upload) -> ResumableUpload:
    """A file that arrived whole, by whatever door, as the protocol sees it (not saved)."""
    return ResumableUpload(
        pk=upload.pk,
        owner_id=upload.owner_id,
        length=upload.byte_count,
        offset=upload.byte_count,
        state=ResumableState.KEPT,
        kind=upload.kind,
        belongs_to=upload.belongs_to,
        slot=upload.slot,
        created_at=upload.created_at,
        expires_at=timezone.now() + EXPIRES_AFTER,
    )


def _parts(actor, declared: Declared) -> list[ResumableUpload]:
    if declared.role != JoinRole.FINAL:
        return []
    if not 0 < len(declared.joined) <= JOINED_MAX:
        raise Invalid(_("Gabungan terdiri dari 1 sampai %(max)d bagian.") % {"max": JOINED_MAX})
    now = timezone.now()
    found = ResumableUpload.objects.filter(
        pk__in=declared.joined, owner=actor, role=JoinRole.PARTIAL, expires_at__gt=now
    ).in_bulk()
    if set(declared.joined) - set(found):
        raise Invalid(_("Ada bagian yang tidak ada di antara kiriman Anda."))
    parts = [found[key] for key in declared.joined]
    if not all(part.is_complete for part in parts):
        raise Unfinished
    return parts


def _require_acceptable(declared: Declared, length: int) -> None:
    if length == 0:
        raise UnsupportedMedia(_("Berkas ini kosong. Pilih lagi berkasnya, lalu kirim ulang."))
    if length > LENGTH_MAX:
        raise TooLarge(
            _("Berkas ini %(size)d MB; paling besar %(limit)d MB.")
            % {"size": length // 1024 // 1024, "limit": LENGTH_MAX // 1024 // 1024}
        )
    if declared.role == JoinRole.PARTIAL:
        return
    said = declared.said
    found = declared_format(name=said.name, content_type=said.content_type)
    kind = said.kind or (found.kind if found else "")
    if kind:
        require_size(kind, length)
