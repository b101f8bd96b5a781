"""Receiving files: content checked, original kept privately, ingest queued."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from functools import partial

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from cms.base import audit
from cms.base.errors import Conflict, Invalid, Refused
from cms.base.jobs import enqueue_on_commit
from cms.base.workflow import lock
from cms.media import catalogue
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.belonging import gather
from cms.media.content_type import Inspected, inspect
from cms.media.metadata import SaidOfFile
from cms.media.models import (
    Original,
    Photo,
    ProtectMark,
    PublicUse,
    Upload,
    UploadKind,
    UploadState,
    Video,
)
from cms.media.privacy import in_dispute
from cms.media.services.contents import let_go, stored_once
from cms.media.services.files import discarded_on_error
from cms.media.services.quota import count_given_up, require_quota

CHUNK_BYTES = 1024 * 1024
AUDIT_CHAINS = 16


def audit_chain(key: uuid.UUID) -> str:
    """Media events go to a few chains, so that two uploads seldom wait for one another."""
    return f"media-{key.int % AUDIT_CHAINS:02d}"


def receive(
    *,
    actor,
    file,
    kind: str | None = None,
    protect_mark: str = "",
    unit_path: str = "",
    upload_id: uuid.UUID | str | None = None,
) -> Upload:
    """Keep ``file`` (an uploaded, seekable file) as ``actor``'s private original; queue ingest.

    ``kind`` narrows to "photo", "video" or "audio". ``upload_id`` may come from the phone: sent
    again by the same owner with the same bytes it gives the same row. Constant memory.
    Raises UnsupportedMedia, TooLarge, Invalid, Conflict or Refused, in plain words; nothing is
    left in storage then.
    """
    require_sender(actor)
    if protect_mark not in ProtectMark.values:
        raise Invalid(_("Pilihan “yang dilindungi” tidak dikenal."))
    key = _upload_key(upload_id)
    seen = inspect(file, name=getattr(file, "name", "") or "", kind=kind)
    digest = sha256(file)
    known = _known(actor, key, digest) if upload_id else None
    if known:
        return known
    require_quota(actor, seen.byte_count)
    upload = Upload(
        pk=key,
        owner=actor,
        protect_mark=protect_mark,
        unit_path=unit_path,
        **described(seen, digest),
    )
    with discarded_on_error() as stored:
        file.seek(0)
        upload.file.save(f"original.{seen.extension}", File(file), save=False)
        stored.append(upload.file.name)
        try:
            with transaction.atomic():
                keep(upload, seen, actor, "media.upload")
        except IntegrityError:
            # The same id arrived twice at once: the other one won, ours must leave no file.
            known = _known(actor, key, digest)
            if known is None:
                raise
            upload.file.storage.delete(stored[0])
            return known
    return upload


def keep(upload: Upload, seen: Inspected, actor, verb: str) -> None:
    """Save ``upload``, whose file lies in storage, as one more of its content; queue its ingest.

    In a transaction. Side effects: an audit event ``verb``, a task.
    """
    upload.original = stored_once(name=upload.file.name, seen=seen, digest=upload.sha256)
    upload.file = upload.original.name
    upload.save(force_insert=True)
    _note(upload, actor, verb)
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))


def require_sender(actor) -> None:
    """Raise Refused unless ``actor`` is somebody who may send files."""
    if actor is None or not actor.is_authenticated or not actor.is_active:
        raise Refused(_("Masuk dulu untuk mengirim berkas."))


@transaction.atomic
def keep_stored(
    *, actor, upload_id: uuid.UUID, name: str, seen: Inspected, digest: str, said: SaidOfFile
) -> Upload:
    """Make the private file ``name``, which was checked and has the SHA-256 ``digest``, an
    original of ``actor``; queue its ingest. What it belongs to hears of it after the commit."""
    upload = _said_upload(upload_id, actor, said, **described(seen, digest))
    upload.file = name
    keep(upload, seen, actor, "media.upload")
    _tell_home(said)
    return upload


@transaction.atomic
def keep_known(*, actor, original: Original, seen: Inspected, said: SaidOfFile) -> Upload:
    """Make ``original``, which is stored and locked, one of ``actor``'s too; as of
    :func:`keep_stored`."""
    key = said.upload_id or uuid.uuid4()
    upload = _said_upload(key, actor, said, **described(seen, original.sha256))
    upload.original, upload.file = original, original.name
    upload.save(force_insert=True)
    _note(upload, actor, "media.upload")
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))
    _tell_home(said)
    return upload


def _said_upload(key: uuid.UUID, actor, said: SaidOfFile, **facts) -> Upload:
    return Upload(
        pk=key,
        owner=actor,
        belongs_to=said.belongs_to,
        slot=said.slot,
        caption=said.caption,
        **facts,
    )


def _tell_home(said: SaidOfFile) -> None:
    if said.belongs_to is not None:
        transaction.on_commit(partial(gather, belongs_to=said.belongs_to), robust=True)


def _upload_key(upload_id) -> uuid.UUID:
    if upload_id is None:
        return uuid.uuid4()
    try:
        return upload_id if isinstance(upload_id, uuid.UUID) else uuid.UUID(str(upload_id))
    except ValueError:
        raise Invalid(_("Nomor kiriman tidak sah.")) from None


def described(seen: Inspected, digest: str) -> dict[str, object]:
    """The columns of an upload that say what its file is."""
    return {
        "kind": UploadKind(seen.kind),
        "content_type": seen.content_type,
        "byte_count": seen.byte_count,
        "sha256": digest,
    }


def sha256(file) -> str:
    """The SHA-256 of a seekable file, in hexadecimal; leaves it at its start."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _known(actor, key: uuid.UUID, digest: str) -> Upload | None:
    upload = Upload.objects.filter(pk=key).first()
    if upload is None:
        return None
    if upload.owner_id != actor.pk:
        raise Refused(_("Nomor kiriman ini milik orang lain."))
    if upload.sha256 != digest:
        raise Conflict(_("Nomor kiriman ini sudah dipakai untuk berkas lain."))
    return upload


def _note(upload: Upload, actor, verb: str) -> None:
    data = {"sha256": upload.sha256, "bytes": upload.byte_count, "type": upload.content_type}
    audit.append(actor=actor, verb=verb, target=upload, data=data, chain=audit_chain(upload.pk))


def let_go_of_home(*, upload_ids: Iterable[uuid.UUID]) -> None:
    """These were taken out of what they belonged to, and are not to be taken again. Side effect:
    whoever lists media hears of it."""
    ids = list(upload_ids)
    Upload.objects.filter(pk__in=ids).update(belongs_to=None)
    photos, videos = _became(ids)
    catalogue.changed(photos=photos, videos=videos)


def _became(upload_ids: list[uuid.UUID]) -> tuple[set[int], set[int]]:
    """The photos and films that were made of these uploads."""
    rows = list(Upload.objects.filter(pk__in=upload_ids).values_list("photo_id", "video_id"))
    return {row[0] for row in rows if row[0]}, {row[1] for row in rows if row[1]}


@transaction.atomic
def assign_mark(*, upload_ids: Iterable[uuid.UUID], protect_mark: str) -> None:
    """Mark these uploads and what they became, where nobody marked them yet. Side effects: whoever
    lists media hears of it; pages that show one of them leave the public at once."""
    ids = list(upload_ids)
    if not protect_mark:
        return
    Upload.objects.filter(pk__in=ids, protect_mark="").update(protect_mark=protect_mark)
    with catalogue.together():
        for kind, model in (("photo", Photo), ("video", Video)):
            unmarked = model.objects.filter(upload__in=ids, protect_mark="").order_by("pk")
            things = list(unmarked.select_for_update(of=("self",)))
            keys = [thing.pk for thing in things]
            model.objects.filter(pk__in=keys).update(protect_mark=protect_mark)
            catalogue.changed(**{f"{kind}s": keys})
            for thing in things:
                thing.protect_mark = protect_mark
                if users := users_of(**{kind: thing}):
                    announce(MediaChange("marked", **{kind: thing}, users=users))


@transaction.atomic
def forget(*, actor, upload_id: uuid.UUID) -> None:
    """Drop a file of ``actor`` that nothing uses, with what was made of it; others that sent the
    same bytes keep theirs. Its bytes still count in that day's quota. Raises Missing, and Conflict
    for one that is used or in dispute (``privacy.in_dispute``)."""
    upload = lock(Upload.objects.filter(owner=actor), pk=upload_id)
    # Locked, so that nobody asks for their deletion at this moment.
    things = [lock(type(one).objects, pk=one.pk) for one in (upload.photo, upload.video) if one]
    if Upload.objects.filter(in_dispute(), pk=upload.pk).exists():
        raise Conflict(_("Berkas ini belum dapat dihapus: meja redaksi masih memerlukannya."))
    used = PublicUse.objects.filter(photo=upload.photo, video=upload.video) if things else ()
    if used or any(ReferenceIndex.get_references_to(thing).exists() for thing in things):
        raise _in_use()
    let_go(upload)
    count_given_up(owner_id=upload.owner_id, byte_count=upload.byte_count, since=upload.created_at)
    try:
        with transaction.atomic():
            upload.delete()
            for thing in things:
                thing.delete()
    except ProtectedError:
        raise _in_use() from None
    audit.append(
        actor=actor, verb="media.forget", target=upload, data={}, chain=audit_chain(upload_id)
    )


def _in_use() -> Conflict:
    return Conflict(_("Berkas ini sudah dipakai. Lepas dulu dari laporannya."))


@transaction.atomic
def assign_unit(*, upload_ids: Iterable[uuid.UUID], unit_path: str) -> None:
    """Say to which unit these uploads and what they became belong, where nobody said so yet: from
    then on that unit's desk sees them. Two queries, and one each for photos and films."""
    ids = list(upload_ids)
    # Locked by this: a step that makes something of one meanwhile catches up with it.
    Upload.objects.filter(pk__in=ids, unit_path="").update(unit_path=unit_path)
    photos, videos = _became(ids)
    for model, keys in ((Photo, photos), (Video, videos)):
        if keys:
            model.objects.filter(pk__in=keys, unit_path="").update(unit_path=unit_path)
    catalogue.changed(photos=photos, videos=videos)


def is_waiting(upload: Upload) -> bool:
    """True while the upload is being prepared: the page should be looked at again."""
    return upload.state in {UploadState.RECEIVED, UploadState.PROCESSING}
