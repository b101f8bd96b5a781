"""Making people unrecognisable: burnt into new pixels, from the original, which stays as it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media import pictures
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Photo, Redaction, Upload, UploadState
from cms.media.permissions import may_handle
from cms.media.services import derivatives
from cms.media.services.files import discarded_on_error, doom
from cms.media.services.uploads import audit_chain

BOXES_MAX = 50
SIDE_MIN = 0.005


def read_boxes(raw: Iterable[Sequence[float]]) -> list[pictures.Box]:
    """Check ``[x, y, width, height]`` in shares of the picture; cut to it. Raises Invalid."""
    boxes = []
    for item in raw:
        if len(boxes) == BOXES_MAX:
            raise Invalid(_("Paling banyak %(count)s bidang.") % {"count": BOXES_MAX})
        try:
            x, y, width, height = (float(number) for number in item)
        except (TypeError, ValueError):
            raise Invalid(_("Bidang penyamaran tidak terbaca.")) from None
        if not all(math.isfinite(number) for number in (x, y, width, height)):
            raise Invalid(_("Bidang penyamaran tidak terbaca."))
        left, top = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        right, bottom = min(x + width, 1.0), min(y + height, 1.0)
        if right - left < SIDE_MIN or bottom - top < SIDE_MIN:
            raise Invalid(_("Ada bidang yang terlalu kecil atau di luar foto."))
        boxes.append(pictures.Box(left, top, right - left, bottom - top))
    return boxes


def redact(*, actor, photo: Photo, boxes: Iterable[Sequence[float]]) -> Redaction:
    """Make ``boxes`` of ``photo`` unrecognisable in a new master and all new derivatives.

    Always starts from the original (from the master where none was kept), so the boxes given are
    all that is hidden afterwards; an empty list takes the redaction back. Public copies are
    replaced in the same transaction. Raises Refused, Invalid, Conflict.
    """
    may_handle(actor, unit_path=photo.unit_path).require()
    wanted = read_boxes(boxes)
    upload = Upload.objects.filter(photo=photo).first()
    if upload and upload.state != UploadState.READY:
        raise Conflict(_("Foto ini masih disiapkan; coba lagi sebentar."))
    source = upload.file if upload else photo.file
    if upload is None and photo.is_redacted:
        raise Conflict(_("Aslinya tidak disimpan, jadi penyamaran tidak dapat diubah lagi."))
    seen_master = photo.file.name
    try:
        with source.storage.open(source.name, "rb") as file:
            picture, _taken_at = pictures.decode(file)
    except pictures.Unreadable:
        raise Conflict(_("Foto aslinya tidak dapat dibaca.")) from None
    master, *sizes = pictures.derive(pictures.obscure(picture, wanted))
    with discarded_on_error() as names:
        rows = derivatives.store(names=names, photo=photo, made=sizes)
        with transaction.atomic():
            current = lock(Photo.objects.all(), pk=photo.pk)
            if current.file.name != seen_master:
                raise Conflict(_("Foto ini baru saja diubah orang lain. Muat ulang halamannya."))
            current.file.save("master.jpg", derivatives.photo_files(master), save=False)
            names.append(current.file.name)
            current.is_redacted = bool(wanted)
            current.save(
                update_fields=["file", "width", "height", "file_size", "file_hash", "is_redacted"]
            )
            current.renditions.all().delete()
            doom(storage="default", names=[seen_master])
            was_public = derivatives.is_public(photo=current)
            derivatives.replace(photo=current, rows=rows)
            redaction = Redaction.objects.create(
                photo=current,
                made_by=actor,
                boxes=[[round(n, 5) for n in (b.x, b.y, b.width, b.height)] for b in wanted],
            )
            audit.append(
                actor=actor,
                verb="media.redacted",
                target=current,
                data={"boxes": redaction.boxes},
                chain=audit_chain(current.public_id),
            )
            if was_public:
                users = users_of(photo=current)
                announce(MediaChange("redacted", photo=current, actor=actor, users=users))
    photo.refresh_from_db()
    return redaction
