"""What other apps and Django announce and this app follows."""

from django.contrib.auth.signals import user_logged_in
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.base.templatetags.sambang import day
from cms.media.announcements import MediaChange, register_listener, register_reminder
from cms.media.models import Consent
from cms.people import sessions
from cms.people.selectors import media_handlers_of
from cms.people.services.notices import notify
from cms.people.services.portraits import settle_portraits_with


def follow_photo(change: MediaChange) -> None:
    """A photo was marked, redacted, agreed to or forbidden: so is the portrait that it is."""
    if change.photo is not None:
        settle_portraits_with(change.photo)


def tell_of_consent(consent: Consent) -> None:
    """A consent ends soon: whoever recorded it and the editors of its unit hear of it."""
    kind = "photo" if consent.photo_id else "video"
    thing = consent.photo or consent.video
    # Names of the people in the picture stay on its own screen.
    text = _("Persetujuan untuk “%(title)s” berakhir %(day)s. Perbarui, samarkan, atau lepas.") % {
        "title": thing.title[:100],
        "day": day(consent.expires_on),
    }
    path = reverse("media_protection", args=[kind, thing.pk])
    people = {user.pk: user for user in media_handlers_of(thing.unit_path)}
    if consent.recorded_by.is_active:
        people[consent.recorded_by.pk] = consent.recorded_by
    for user in people.values():
        notify(user=user, text=text, path=path)


def follow_sign_in(sender, request, user, **kwargs) -> None:
    """Somebody signed in, through whatever door."""
    sessions.begin(request, user)


def connect() -> None:
    """Called once, when the app is ready."""
    register_listener(follow_photo)
    register_reminder(tell_of_consent)
    user_logged_in.connect(follow_sign_in, dispatch_uid="cms.people.sessions")
