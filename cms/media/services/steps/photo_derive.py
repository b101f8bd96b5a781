"""From a photo's original to its master and every size that readers get."""

from __future__ import annotations

from datetime import datetime

from PIL import Image

from cms.base.workflow import lock
from cms.media import pictures
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Photo, Upload
from cms.media.selectors import hidden_boxes
from cms.media.services import derivatives
from cms.media.services.files import discarded_on_error, doom
from cms.media.services.steps.work import LeaseLost, Work, catch_up, columns_of, title_of

DERIVED = "derived"
MASTER_COLUMNS = ("file", "width", "height", "file_size", "file_hash")


def decoded(work: Work) -> tuple[Image.Image, datetime | None]:
    """The clean, upright picture and when it was taken; decoded once for all steps."""
    return work.once("picture", lambda: _decode(work.upload))


def _decode(upload: Upload) -> tuple[Image.Image, datetime | None]:
    with upload.file.storage.open(upload.file.name, "rb") as original:
        return pictures.decode(original)


def derive(work: Work) -> None:
    """Side effects: a Photo (new, or the one that the upload belongs to) and its derivatives.

    A redacted photo gets a new master too: whatever is made from that hides as well as its files.
    """
    upload = work.upload
    picture, taken_at = decoded(work)
    if upload.photo and upload.photo.is_redacted:
        picture = pictures.obscure(picture, hidden_boxes(upload.photo))
        master, *sizes = pictures.derive(picture)
    else:
        master, *sizes = work.once(DERIVED, lambda: pictures.derive(picture))
    placeholder = pictures.placeholder(picture)
    with discarded_on_error() as names:
        photo = upload.photo or Photo(**columns_of(upload), title=title_of(upload, taken_at))
        rows = derivatives.store(names=names, photo=photo, made=sizes)
        is_new, seen_master = photo.pk is None, photo.file.name
        if is_new or photo.is_redacted:
            photo.file.save("master.jpg", derivatives.photo_files(master), save=False)
            names.append(photo.file.name)
        with work.finishing() as current:
            facts = {
                "taken_at": taken_at,
                "placeholder": placeholder,
                "recipe": pictures.RECIPE,
            }
            if is_new:
                for name, value in facts.items():
                    setattr(photo, name, value)
                catch_up(photo, current)
                photo.save()
            elif current.photo_id != photo.pk or _has_changed(photo, seen_master):
                raise LeaseLost  # its photo got another file, was redacted, or is gone
            else:
                Photo.objects.filter(pk=photo.pk).update(**facts)
                if photo.is_redacted:
                    _put_master(photo, seen_master)
            was_public = derivatives.is_public(photo=photo)
            derivatives.replace(photo=photo, rows=rows)
            current.photo = photo
            if was_public:
                announce(MediaChange("replaced", photo=photo, users=users_of(photo=photo)))


def _has_changed(photo: Photo, seen_master: str) -> bool:
    """Whether ``photo`` got another master, as by a redaction, since it was read; locks it."""
    return lock(Photo.objects.all(), pk=photo.pk).file.name != seen_master


def _put_master(photo: Photo, old: str) -> None:
    photo.save(update_fields=MASTER_COLUMNS)
    for rendition in photo.renditions.all():
        rendition.delete()  # one by one: receivers doom the file
    doom(storage="default", names=[old])
