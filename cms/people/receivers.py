"""What other apps and Django announce and this app follows."""

from django.contrib.auth.signals import user_logged_in
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cms.base.templatetags.sambang import day
from cms.media.announcements import Ending, MediaChange, register_listener, register_reminder
from cms.media.models import Photo
from cms.people import sessions
from cms.people.selectors import media_handlers_of
from cms.people.services.notices import notify
from cms.people.services.portraits import settle_portraits_with


def follow_photo(change: MediaChange) -> None:
    """A photo was marked, redacted, agreed to or forbidden: so is the portrait that it is."""
    if change.photo is not None:
        settle_portraits_with(change.photo)


def tell_of_ending(ending: Ending) -> None:
    """A consent or right of use ends soon: the editors of its unit and whoever recorded it hear of
    it."""
    thing = ending.thing
    is_photo = isinstance(thing, Photo)
    if ending.kind == "consent":
        # Names of the people in the picture stay on its own screen.
        words = gettext_lazy(
            "Persetujuan untuk “%(title)s” berakhir %(day)s. Perbarui, samarkan, atau lepas."
        )
        path = reverse("media_protection", args=["photo" if is_photo else "video", thing.pk])
    else:
        words = gettext_lazy(
            "Hak pakai “%(title)s” berakhir %(day)s; sesudah itu ditarik dari publik."
            " Perbarui, atau lepas."
        )
        path = reverse("wagtailimages:edit" if is_photo else "wagtailmedia:edit", args=[thing.pk])

    def text() -> str:
        return words % {"title": thing.title[:100], "day": day(ending.on)}

    people = {user.pk: user for user in media_handlers_of(thing.unit_path)}
    if ending.recorded_by and ending.recorded_by.is_active:
        people[ending.recorded_by.pk] = ending.recorded_by
    for user in people.values():
        notify(user=user, text=text, path=path)


def follow_sign_in(sender, request, user, **kwargs) -> None:
    """Somebody signed in, through whatever door."""
    sessions.begin(request, user)


def connect() -> None:
    """Called once, when the app is ready."""
    register_listener(follow_photo)
    register_reminder(tell_of_ending)
    user_logged_in.connect(follow_sign_in, dispatch_uid="cms.people.sessions")
