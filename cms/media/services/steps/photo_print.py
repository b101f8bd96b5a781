"""What a photo looks like, kept so that it is found again when it is sent a second time."""

from __future__ import annotations

from cms.media.duplicates import alike
from cms.media.models import PhotoPrint
from cms.media.models.photo_print import BAND_FIELDS
from cms.media.prints import DISTANCE_MAX, bands_of, distance
from cms.media.services.steps.photo_derive import decoded
from cms.media.services.steps.work import Work


def take_print(work: Work) -> None:
    """Side effects: the upload's PhotoPrint, in the group of those that look alike."""
    picture, _facts = decoded(work)
    bands = bands_of(picture)
    with work.finishing() as upload:
        if bands is None:
            return
        near = [
            (apart, other.upload.created_at, other)
            for other in alike([bands])
            if other.pk != upload.pk and (apart := distance(bands, other.bands)) <= DISTANCE_MAX
        ]
        group = None
        if near:
            nearest = min(near, key=lambda found: found[:2])[2]
            group = nearest.group or nearest.pk
            PhotoPrint.objects.filter(pk=nearest.pk, group=None).update(group=group)
        values = dict(zip(BAND_FIELDS, bands, strict=True)) | {"group": group}
        PhotoPrint.objects.update_or_create(upload=upload, defaults=values)
