"""Photos and videos that went the whole way: received, prepared, stored."""

from django.core.files.base import ContentFile

from cms.media.models import CleanFile, Derivative, Photo, Upload, UploadState, Video
from cms.media.services.ingest import ingest
from cms.media.services.uploads import receive
from tests import files
from tests.factories.people import UserFactory


def received(data: bytes | None = None, name: str = "IMG_0001.jpg", *, owner=None, **fields):
    """An upload that waits to be prepared."""
    data = files.jpeg_with_gps() if data is None else data
    return receive(actor=owner or UserFactory(), file=files.uploaded(data, name), **fields)


def prepared(*args, **fields) -> Upload:
    """An upload after its background work."""
    upload = received(*args, **fields)
    ingest(upload.pk)
    upload.refresh_from_db()
    return upload


def ready_photo(**fields) -> Photo:
    """A photo with all its derivatives."""
    return prepared(**fields).photo


def ready_video(**fields) -> Video:
    """A film with its poster."""
    return prepared(files.mp4(), "VID_0001.mp4", **fields).video


def plain_video(data: bytes | None = None, **fields) -> Video:
    """A film whose only size is its original without what the phone wrote: where nothing of the
    preparation matters, at no cost of any encoder."""
    data = data or files.mp4(1, "160x120")
    upload = received(data, "VID_0001.mp4", **fields)
    data = files.without_metadata(data)
    video = Video(
        title="Video",
        type="video",
        duration=1,
        width=160,
        height=120,
        uploaded_by_user=upload.owner,
        unit_path=upload.unit_path,
        protect_mark=upload.protect_mark,
    )
    video.file.save("film.mp4", CleanFile(data), save=False)
    video.save()
    row = Derivative(
        video=video,
        preset="120p",
        content_type="video/mp4",
        width=160,
        height=120,
        byte_count=len(data),
    )
    row.file.save("film.mp4", ContentFile(data), save=True)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.READY, video=video)
    return Video.objects.get(pk=video.pk)
