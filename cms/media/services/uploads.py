"""Receiving files: content checked, original kept privately, ingest queued."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid, Refused
from cms.base.jobs import enqueue_on_commit
from cms.media import catalogue
from cms.media.content_type import Inspected, inspect
from cms.media.models import FaceLook, Photo, ProtectMark, Upload, UploadKind, UploadState, Video
from cms.media.services.files import discarded_on_error

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

    ``kind`` narrows to "photo" or "video". ``upload_id`` may come from the phone: sent again by
    the same owner with the same bytes it gives the same row. Constant memory.
    Raises UnsupportedMedia, TooLarge, Invalid, Conflict or Refused, in plain words; nothing is
    left in storage then.
    """
    require_sender(actor)
    if protect_mark not in ProtectMark.values:
        raise Invalid(_("Pilihan “yang dilindungi” tidak dikenal."))
    key = _upload_key(upload_id)
    seen = inspect(file, name=getattr(file, "name", "") or "", kind=kind)
    digest = _sha256(file)
    known = _known(actor, key, digest) if upload_id else None
    if known:
        return known
    upload = Upload(
        pk=key,
        owner=actor,
        protect_mark=protect_mark,
        unit_path=unit_path,
        **_described(seen, digest),
    )
    with discarded_on_error() as stored:
        file.seek(0)
        upload.file.save(f"original.{seen.extension}", File(file), save=False)
        stored.append(upload.file.name)
        try:
            with transaction.atomic():
                upload.save(force_insert=True)
                _note(upload, actor, "media.upload")
                enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))
        except IntegrityError:
            # The same id arrived twice at once: the other one won, ours must leave no file.
            known = _known(actor, key, digest)
            if known is None:
                raise
            upload.file.storage.delete(upload.file.name)
            return known
    return upload


def require_sender(actor) -> None:
    """Raise Refused unless ``actor`` is somebody who may send files."""
    if actor is None or not actor.is_authenticated or not actor.is_active:
        raise Refused(_("Masuk dulu untuk mengirim berkas."))


@transaction.atomic
def keep_stored(*, actor, upload_id: uuid.UUID, name: str, seen: Inspected, digest: str) -> Upload:
    """Make the private file ``name``, which arrived in pieces and was checked, ``actor``'s
    original; queue its ingest. ``digest`` is its SHA-256."""
    upload = Upload(pk=upload_id, owner=actor, file=name, **_described(seen, digest))
    upload.save(force_insert=True)
    _note(upload, actor, "media.upload")
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))
    return upload


def _upload_key(upload_id) -> uuid.UUID:
    if upload_id is None:
        return uuid.uuid4()
    try:
        return upload_id if isinstance(upload_id, uuid.UUID) else uuid.UUID(str(upload_id))
    except ValueError:
        raise Invalid(_("Nomor kiriman tidak sah.")) from None


def _described(seen: Inspected, digest: str) -> dict[str, object]:
    return {
        "kind": UploadKind(seen.kind),
        "content_type": seen.content_type,
        "byte_count": seen.byte_count,
        "sha256": digest,
    }


def _sha256(file) -> str:
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


@transaction.atomic
def adopt_photo(*, photo: Photo, file) -> Upload:
    """Keep the file that became ``photo`` through a door of Wagtail; queue its derivatives.

    ``photo`` has its clean master already. An earlier original of it is kept but let go, and what
    was redacted in the old picture says nothing about the new one.
    """
    seen = inspect(file, kind="photo")
    Upload.objects.filter(photo=photo).update(photo=None)
    photo.face_proposals.all().delete()
    FaceLook.objects.filter(photo=photo).delete()
    if photo.is_redacted:
        photo.redactions.all().delete()
        Photo.objects.filter(pk=photo.pk).update(is_redacted=False)
        photo.is_redacted = False
    upload = Upload(
        owner=photo.uploaded_by_user,
        photo=photo,
        protect_mark=photo.protect_mark,
        unit_path=photo.unit_path,
        **_described(seen, _sha256(file)),
    )
    with discarded_on_error() as stored:
        upload.file.save(f"original.{seen.extension}", File(file), save=False)
        stored.append(upload.file.name)
        upload.save(force_insert=True)
        _note(upload, photo.uploaded_by_user, "media.adopt")
        enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))
    return upload


@transaction.atomic
def adopt_video(*, video: Video, upload_id: uuid.UUID) -> Upload:
    """Make the upload of a film that came through a door of Wagtail; its file is stored already.

    ``video.file`` stays the original's name until ingest has made the clean film; until then it
    is not publishable.
    """
    Upload.objects.filter(video=video).update(video=None)
    with video.file.storage.open(video.file.name, "rb") as file:
        seen = inspect(file, kind="video")
        digest = _sha256(file)
    upload = Upload(
        pk=upload_id,
        owner=video.uploaded_by_user,
        video=video,
        file=video.file.name,
        protect_mark=video.protect_mark,
        unit_path=video.unit_path,
        **_described(seen, digest),
    )
    upload.save(force_insert=True)
    _note(upload, video.uploaded_by_user, "media.adopt")
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk))
    return upload


@transaction.atomic
def assign_unit(*, upload_ids: Iterable[uuid.UUID], unit_path: str) -> None:
    """Say to which unit these uploads and what they became belong, where nobody said so yet: from
    then on that unit's desk sees them. Three queries."""
    ids = list(upload_ids)
    Upload.objects.filter(pk__in=ids, unit_path="").update(unit_path=unit_path)
    for model in (Photo, Video):
        model.objects.filter(upload__in=ids, unit_path="").update(unit_path=unit_path)
    became = Upload.objects.filter(pk__in=ids).values_list("photo_id", "video_id")
    catalogue.changed(photos=[row[0] for row in became], videos=[row[1] for row in became])


def is_waiting(upload: Upload) -> bool:
    """True while the upload is being prepared: the page should be looked at again."""
    return upload.state in {UploadState.RECEIVED, UploadState.PROCESSING}
