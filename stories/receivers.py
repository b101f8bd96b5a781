"""Wagtail's editor saves a story: the library hears which photos and films it shows."""

from django.db.models.signals import post_save
from wagtail.models import Revision

from stories.models import StoryPage
from stories.services.library import rows


def note_shown_media(sender, instance, created, **kwargs):
    """A revision was saved, or its hour was set or taken away, by whichever door."""
    if kwargs.get("raw") or instance.content_type.model_class() is not StoryPage:
        return
    rows.note_story(instance.as_object())


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(note_shown_media, sender=Revision, dispatch_uid="stories-shown-media")
