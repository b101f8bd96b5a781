"""Wagtail's own doors (image and media screens, deletion) lead here: our signals' only place."""

from django.db.models.signals import post_delete, post_save

from cms.media.models import Derivative, Photo, Video
from cms.media.services.files import doom
from cms.media.services.uploads import adopt_photo, adopt_video


def keep_arrived_photo(sender, instance, **kwargs):
    """A picture was saved with a file that no service of ours received: keep the original."""
    arrived = instance.__dict__.pop("arrived", None)
    if arrived is not None and not kwargs.get("raw"):
        adopt_photo(photo=instance, file=arrived)


def keep_arrived_video(sender, instance, **kwargs):
    """A film was saved with a file that no service of ours received: have it cleaned."""
    upload_id = instance.__dict__.pop("arrived_as", None)
    if upload_id is not None and not kwargs.get("raw"):
        adopt_video(video=instance, upload_id=upload_id)


def doom_files(sender, instance, **kwargs):
    """A derivative's row is gone: so are its files, soon."""
    doom(storage="default", names=[instance.file.name])
    doom(storage="public", names=[instance.public_file.name])


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(keep_arrived_photo, sender=Photo, dispatch_uid="media-photo")
    post_save.connect(keep_arrived_video, sender=Video, dispatch_uid="media-video")
    post_delete.connect(doom_files, sender=Derivative, dispatch_uid="media-derivative")
