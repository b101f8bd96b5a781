"""What a photo looks like, kept so that it is found again when it is sent a second time."""

from __future__ import annotations

from cms.media.duplicates import near
from cms.media.models import PhotoPrint
from cms.media.models.photo_print import BAND_FIELDS
from cms.media.prints import bands_of, distance
from cms.media.services.steps.photo_derive import decoded
from cms.media.services.steps.work import Work


def take_print(work: Work) -> None:
    """Side effects: the upload's PhotoPrint, in the group of those that look alike."""
    picture, _facts = decoded(work)
    bands = bands_of(picture)
    with work.finishing() as upload:
        if bands is None:
            return
        others = [other for other in near([bands]) if other.pk != upload.pk]
        group = None
        if others:
            nearest = min(
                others,
                key=lambda other: (distance(bands, other.bands), other.upload.created_at),
            )
            group = nearest.group or nearest.pk
            PhotoPrint.objects.filter(pk=nearest.pk, group=None).update(group=group)
        values = dict(zip(BAND_FIELDS, bands, strict=True)) | {"group": group}
        PhotoPrint.objects.update_or_create(upload=upload, defaults=values)
