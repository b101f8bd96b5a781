"""What a photo's camera wrote down that staff may need. Pure: no Django.

Little on purpose: when it was taken, and whether it says where. The place itself stays in the
original, behind the door that writes down who looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from PIL import ExifTags, Image

from cms.media import decoders


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """``taken_at`` as the camera's clock had it, without a zone; ``has_place``: a GPS position."""

    taken_at: datetime | None = None
    has_place: bool = False


def facts_of(file: BinaryIO) -> CameraFacts:
    """Read the facts of an accepted photo. Never raises: a camera that writes nonsense says
    nothing."""
    file.seek(0)
    try:
        with Image.open(file, formats=decoders.FORMATS) as image:
            exif = image.getexif()
            details = exif.get_ifd(ExifTags.IFD.Exif)
            place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except decoders.ERRORS:
        return CameraFacts()
    return CameraFacts(
        _moment(details.get(ExifTags.Base.DateTimeOriginal)), ExifTags.GPS.GPSLatitude in place
    )


def _moment(value: object) -> datetime | None:
    try:
        taken = datetime.strptime(str(value)[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
    return taken if 1990 <= taken.year <= 2100 else None
