"""Photos and videos that went the whole way: received, prepared, stored."""

from cms.media.models import Photo, Upload, Video
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
