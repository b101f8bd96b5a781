"""Wagtail's own doors (image and media screens, deletion) lead here: our signals' only place."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from taggit.models import TaggedItem

from cms.media import catalogue
from cms.media.models import Consent, Derivative, Photo, PhotoRendition, Upload, Video
from cms.media.services.adoption import adopt_photo, adopt_video
from cms.media.services.files import doom
from cms.media.services.retention import end_with


def keep_arrived_photo(sender, instance, **kwargs):
    """A picture was saved with a file that no service of ours received: keep the original."""
    arrived = instance.__dict__.pop("arrived", None)
    if arrived is not None and not kwargs.get("raw"):
        adopt_photo(photo=instance, file=arrived)


def keep_arrived_video(sender, instance, **kwargs):
    """A film was saved with a file that no service of ours received: have it cleaned."""
    name = instance.__dict__.pop("arrived_as", None)
    if name is not None and not kwargs.get("raw"):
        adopt_video(video=instance, name=name)


def let_originals_go(sender, instance, **kwargs):
    """A photo or film is deleted: its originals go with it, unless one is held."""
    end_with(instance)


def doom_files(sender, instance, **kwargs):
    """A derivative's row is gone: so are its files, soon."""
    doom(storage="default", names=[instance.file.name])
    doom(storage="public", names=[instance.public_file.name])


def doom_rendition(sender, instance, **kwargs):
    """What Wagtail's screens made is gone: so is its file, soon. Wagtail itself remembers that only
    until the commit, and it may show what was hidden since."""
    doom(storage="default", names=[instance.file.name])


def doom_form(sender, instance, **kwargs):
    """A consent's row is gone: so is the form that somebody signed, soon."""
    doom(storage="default", names=[instance.evidence_file.name])


def tell_photo(sender, instance, **kwargs):
    """A photo was saved, through Wagtail's forms as well."""
    if not kwargs.get("raw"):
        catalogue.changed(photos=[instance.pk])


def tell_video(sender, instance, **kwargs):
    """A film was saved, through wagtailmedia's forms as well."""
    if not kwargs.get("raw"):
        catalogue.changed(videos=[instance.pk])


def tell_owner(sender, instance, **kwargs):
    """An upload or a consent was saved: its photo or film is told of."""
    if not kwargs.get("raw"):
        catalogue.changed(photos=[instance.photo_id], videos=[instance.video_id])


def tell_tags(sender, instance, action, **kwargs):
    """Wagtail's forms set tags after the save."""
    if action.startswith("post_"):
        if isinstance(instance, Photo):
            catalogue.changed(photos=[instance.pk])
        elif isinstance(instance, Video):
            catalogue.changed(videos=[instance.pk])


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(keep_arrived_photo, sender=Photo, dispatch_uid="media-photo")
    post_save.connect(keep_arrived_video, sender=Video, dispatch_uid="media-video")
    pre_delete.connect(let_originals_go, sender=Photo, dispatch_uid="media-photo-originals")
    pre_delete.connect(let_originals_go, sender=Video, dispatch_uid="media-video-originals")
    post_delete.connect(doom_files, sender=Derivative, dispatch_uid="media-derivative")
    post_delete.connect(doom_rendition, sender=PhotoRendition, dispatch_uid="media-rendition")
    post_delete.connect(doom_form, sender=Consent, dispatch_uid="media-form")
    post_save.connect(tell_photo, sender=Photo, dispatch_uid="catalogue-photo")
    post_save.connect(tell_video, sender=Video, dispatch_uid="catalogue-video")
    for model in (Upload, Consent):
        uid = f"catalogue-{model.__name__}"
        post_save.connect(tell_owner, sender=model, dispatch_uid=uid)
    m2m_changed.connect(tell_tags, sender=TaggedItem, dispatch_uid="catalogue-tags")
