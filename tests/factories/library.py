"""Photos and films as the library knows them: rows, and of each photo a picture of few bytes."""

import hashlib
import io
import itertools
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from wagtail.models import Collection

from cms.media.models import Derivative, Photo, Upload, UploadState, Video
from stories.models import MediaAsset, ReportAttachment
from tests.factories.people import UserFactory

_numbers = itertools.count(1)


def _stored(name: str, size: tuple[int, int]) -> str:
    """A picture of one colour, stored under ``name``."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, name.rpartition(".")[2])
    return default_storage.save(name, ContentFile(out.getvalue()))


def asset(*, kind: str = "photo", report=None, content: str = "", owner=None, **fields):
    """The library's row of a photo (or ``kind`` video or audio) that is ready, with one picture.

    ``report`` puts it into that report, ``content`` decides what it is a twin of; other fields are
    the photo's or film's own.
    """
    number = next(_numbers)
    if report is not None:
        fields.setdefault("unit_path", report.unit_path)
    common = {
        "title": f"Foto {number}",
        "alt_text": "Warga di pos ronda",
        # A flushed database has no root.
        "collection": Collection.get_first_root_node() or Collection.add_root(name="Root"),
        "width": 640,
        "height": 480,
    } | fields
    if kind == "photo":
        name = _stored(f"masters/photo/x/{number}.png", (640, 480))
        thing = Photo.objects.create(file=name, **common)
    else:
        thing = Video.objects.create(
            type=kind, duration=3, file=f"masters/video/x/{number}.mp4", **common
        )
    key = "photo" if kind == "photo" else "video"
    owned = {key: thing}
    upload = Upload.objects.create(
        owner=owner or (report.officer.user if report else UserFactory()),
        kind=kind,
        file=f"originals/x/{number}",
        content_type="image/jpeg" if kind == "photo" else "video/mp4",
        byte_count=1000,
        sha256=hashlib.sha256((content or uuid.uuid4().hex).encode()).hexdigest(),
        state=UploadState.READY,
        protect_mark=common.get("protect_mark", ""),
        unit_path=common.get("unit_path", ""),
        **owned,
    )
    if kind != "audio":
        Derivative.objects.create(
            preset="w320" if kind == "photo" else "poster",
            content_type="image/webp",
            width=320,
            height=240,
            byte_count=900,
            file=_stored(f"derivatives/{key}/{thing.public_id.hex}/{number}.webp", (320, 240)),
            **owned,
        )
    if report is not None:
        position = report.attachments.count()
        ReportAttachment.objects.create(report=report, upload=upload, position=position)
        upload.save()  # the library hears of a file, not of what it is attached to
    return MediaAsset.objects.filter(**owned).first()
