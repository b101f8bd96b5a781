"""Files that came through a door of Wagtail: kept as originals, and what held for the file before
them ends."""

from __future__ import annotations

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from cms.base import audit
from cms.base.acting import acting_user
from cms.base.outbox import OPEN
from cms.base.workflow import advance
from cms.media import focus
from cms.media.announcements import MediaChange, announce
from cms.media.content_type import inspect
from cms.media.models import CAPTIONS_TYPE, FaceLook, FilmLook, Photo, Upload, Video
from cms.media.services.consent import as_owner, take_from_public
from cms.media.services.files import discarded_on_error
from cms.media.services.steps.reasons import reason
from cms.media.services.uploads import audit_chain, described, keep, sha256
from cms.media.states import UPLOAD_TABLE


@transaction.atomic
def adopt_photo(*, photo: Photo, file) -> Upload:
    """Keep the file that became ``photo`` through a door of Wagtail; queue its derivatives.

    ``photo`` has its clean master already. An earlier original of it is kept as a former one. What
    was redacted in the old picture, or agreed to, and where its crops are held, says nothing about
    the new one; what was public is not any more (:func:`_leave_behind`).
    """
    seen = inspect(file, kind="photo")
    if _make_former(photo):
        focus.point_at(photo, None)
        photo.save(update_fields=focus.COLUMNS)
    photo.face_proposals.all().delete()
    FaceLook.objects.filter(photo=photo).delete()
    if photo.is_redacted:
        photo.redactions.all().delete()
        Photo.objects.filter(pk=photo.pk).update(is_redacted=False)
        photo.is_redacted = False
    upload = Upload(
        owner=photo.uploaded_by_user,
        is_adopted=True,
        photo=photo,
        protect_mark=photo.protect_mark,
        unit_path=photo.unit_path,
        **described(seen, sha256(file)),
    )
    with discarded_on_error() as stored:
        upload.file.save(f"original.{seen.extension}", File(file), save=False)
        stored.append(upload.file.name)
        keep(upload, seen, photo.uploaded_by_user, "media.adopt")
        _leave_behind(photo)
    return upload


@transaction.atomic
def adopt_video(*, video: Video, name: str) -> Upload:
    """Keep the private file ``name``, which became ``video`` through a door of Wagtail; queue its
    preparation, until which nothing lies under ``video.file`` and it is not publishable.

    What was hidden in the old film, written under it or agreed to, says nothing about the new one;
    what was public is not any more (:func:`_leave_behind`).
    """
    _make_former(video)
    # They say what was heard in the old one.
    video.derivatives.filter(content_type=CAPTIONS_TYPE).delete()  # receivers doom the files
    video.film_redactions.all().delete()
    video.face_tracks.all().delete()
    FilmLook.objects.filter(video=video).delete()
    Video.objects.filter(pk=video.pk).update(is_redacted=False, awaits_redaction=False)
    video.is_redacted = video.awaits_redaction = False
    with discarded_on_error() as stored:
        stored.append(name)
        upload = _adopted(video, name)
    _leave_behind(video)
    return upload


def _adopted(video: Video, name: str) -> Upload:
    with video.file.storage.open(name, "rb") as file:
        seen = inspect(file, kind=video.type)
        digest = sha256(file)
    upload = Upload(
        owner=video.uploaded_by_user,
        is_adopted=True,
        video=video,
        file=name,
        protect_mark=video.protect_mark,
        unit_path=video.unit_path,
        **described(seen, digest),
    )
    keep(upload, seen, video.uploaded_by_user, "media.adopt")
    return upload


def _make_former(thing: Photo | Video) -> bool:
    """The upload of ``thing``, if there was one, gives way to another. It is prepared no further,
    or a second photo or film would come of it."""
    kind = "photo" if isinstance(thing, Photo) else "video"
    upload = Upload.objects.select_for_update().filter(**{kind: thing}).first()
    if upload is None:
        return False
    setattr(upload, kind, None)
    setattr(upload, f"former_{kind}", thing)
    if UPLOAD_TABLE.allows(upload.state, "fail"):
        advance(upload, "fail", table=UPLOAD_TABLE)
        upload.failure = reason("replaced")
    upload.save()
    upload.steps.filter(state__in=OPEN).delete()
    return True


def _leave_behind(thing: Photo | Video) -> None:
    """Nobody in the new file was asked, and nobody looked at it: consents of the old one count no
    more, and pages that show it leave the public until somebody releases them again.

    A consent that was withdrawn or is over keeps forbidding, or the same picture sent once more
    would undo it. Called when the new upload stands there, so that nothing releases the old files.
    """
    valid = [consent.pk for consent in thing.consents.all() if consent.is_valid]
    thing.consents.filter(pk__in=valid).update(replaced_at=timezone.now())
    users = take_from_public(thing)
    if not valid and not users:
        return
    actor = acting_user()
    audit.append(
        actor=actor,
        verb="media.file-replaced",
        target=thing,
        data={"consents": valid, "was_public": bool(users)},
        chain=audit_chain(thing.public_id),
    )
    if users:
        announce(MediaChange("file-replaced", **as_owner(thing), actor=actor, users=users))
