"""Finding the same picture again: the very file, or one that looks alike. Always a hint for a
person; nothing is ever refused or deleted for it.

Candidates share one of four bands of the perceptual hash to the bit (four indexes); of these only
the bands are read, and the bits that differ are counted. Films are compared by their bytes alone:
two of them may well begin with the same black picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.media.models import PhotoPrint, Upload
from cms.media.models.photo_print import BAND_FIELDS
from cms.media.prints import DISTANCE_MAX, distance, number_of
from cms.media.privacy import kept_back

# With a million photos about 200 share a band with one by chance.
CANDIDATES_MAX = 20_000
# A picture that so many others resemble is a logo or a form; a few of them say as much as all.
NEAR_MAX = 500


@dataclass(frozen=True, slots=True)
class Similar:
    """``other`` looks like ``upload``: ``distance`` bits of 64 apart, or the very same file."""

    upload: Upload
    other: Upload
    distance: int
    is_same_file: bool


def similar_to(uploads: Iterable[Upload]) -> list[Similar]:
    """Every upload that looks like one of ``uploads``, nearest first; they are compared with one
    another too. Four queries for any number."""
    ours = {upload.pk: upload for upload in uploads}
    found: dict[tuple, Similar] = {}
    same = Upload.objects.filter(sha256__in={u.sha256 for u in ours.values()})
    for other in same.select_related("photo")[:NEAR_MAX]:
        for upload in ours.values():
            if other.pk != upload.pk and other.sha256 == upload.sha256:
                found[upload.pk, other.pk] = Similar(upload, other, 0, True)
    prints = list(PhotoPrint.objects.filter(pk__in=ours))
    for candidate in near([one.bands for one in prints]):
        for one in prints:
            pair = (one.pk, candidate.pk)
            apart = distance(one.bands, candidate.bands)
            if one.pk != candidate.pk and pair not in found and apart <= DISTANCE_MAX:
                found[pair] = Similar(ours[one.pk], candidate.upload, apart, False)
    return sorted(
        found.values(), key=lambda s: (not s.is_same_file, s.distance, s.other.created_at)
    )


def near(bands: Sequence[Sequence[int]]) -> list[PhotoPrint]:
    """Prints that share a band with one of ``bands`` and differ from it in few bits, at most
    ``NEAR_MAX``, the nearest, in no order. Two queries."""
    if not bands:
        return []
    wanted = [number_of(one) for one in bands]
    found = []
    for pk, *theirs in sharing(bands).values_list("pk", *BAND_FIELDS)[:CANDIDATES_MAX]:
        number = number_of(theirs)
        apart = min((number ^ one).bit_count() for one in wanted)
        if apart <= DISTANCE_MAX:
            found.append((apart, pk))
    keys = [pk for _apart, pk in sorted(found)[:NEAR_MAX]]
    return list(PhotoPrint.objects.filter(pk__in=keys).select_related("upload__photo"))


def sharing(bands: Sequence[Sequence[int]]) -> QuerySet[PhotoPrint]:
    """Prints that share a band with one of ``bands`` to the bit: candidates, to be compared."""
    shared = (
        Q(**{f"{field}__in": {one[number] for one in bands}})
        for number, field in enumerate(BAND_FIELDS)
    )
    return PhotoPrint.objects.filter(reduce(or_, shared))


def with_duplicates() -> QuerySet[PhotoPrint]:
    """The keys of photos that another one looks like that is not its sender's own any more; one
    index, no comparison."""
    others = PhotoPrint.objects.filter(group=OuterRef("group"))
    others = others.exclude(pk=OuterRef("pk")).exclude(kept_back("pk"))
    # Above the lowest, not "not null": SQLite takes the index for that only.
    grouped = PhotoPrint.objects.filter(group__gt=UUID(int=0), upload__photo__isnull=False)
    return grouped.filter(Exists(others)).values("upload__photo_id")
