"""Telling content apps that a photo or video changed under what they published.

They stand above this app, so they register a listener in ``AppConfig.ready()``: on a withdrawn
consent or a redaction it must release its pages again (or withdraw them).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from cms.media.models import Photo, PublicUse, Video


@dataclass(frozen=True, slots=True)
class MediaChange:
    """``reason``: ``consent-recorded``, ``consent-withdrawn``, ``consent-expired``,
    ``licence-ended``, ``forbidden`` (found public though people or rights forbid it), ``marked``,
    ``redaction-asked`` (of a film: its files are away until it is ``redacted``), ``replaced`` (new
    files of the same picture), ``file-replaced`` (by another one: it is not public any more),
    ``described`` or ``erasure-asked``. ``users``: who had it public just before (see
    ``PublicUse``).
    """

    reason: str
    photo: Photo | None = None
    video: Video | None = None
    actor: object | None = None
    users: tuple[str, ...] = field(default=(), compare=False)


def users_of(*, photo: Photo | None = None, video: Video | None = None) -> tuple[str, ...]:
    """Who needs the photo or video public now, as given to ``make_public(used_by=…)``."""
    uses = PublicUse.objects.filter(photo=photo, video=video).order_by("used_by")
    return tuple(uses.values_list("used_by", flat=True))


Listener = Callable[[MediaChange], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Call ``listener(change)`` inside the transaction of every change. Idempotent."""
    if listener not in _listeners:
        _listeners.append(listener)


def forget_listener(listener: Listener) -> None:
    """Undo :func:`register_listener`; for tests."""
    _listeners.remove(listener)


def announce(change: MediaChange) -> None:
    """Tell every listener; one that raises undoes the change."""
    for listener in list(_listeners):
        listener(change)


Forgetter = Callable[[Photo | Video], None]
_forgetters: list[Forgetter] = []


def register_forgetter(forgetter: Forgetter) -> None:
    """Call ``forgetter(thing)``, in the same transaction, when a photo or film is deleted on
    request: what was written about it is kept nowhere. Idempotent."""
    if forgetter not in _forgetters:
        _forgetters.append(forgetter)


def forget_words(thing: Photo | Video) -> None:
    """Have everybody who registered forget what was written about ``thing``."""
    for forgetter in _forgetters:
        forgetter(thing)


@dataclass(frozen=True, slots=True)
class Ending:
    """A ``consent`` or ``licence`` (``kind``) whose last day is ``on``. ``recorded_by`` is whoever
    wrote a consent down."""

    kind: str
    thing: Photo | Video
    on: date
    recorded_by: object | None = None


Reminder = Callable[[Ending], None]
_reminders: list[Reminder] = []


def register_reminder(reminder: Reminder) -> None:
    """Call ``reminder(ending)``, in the same transaction, when something ends soon. Idempotent."""
    if reminder not in _reminders:
        _reminders.append(reminder)


def remind(ending: Ending) -> None:
    """``ending`` is near: tell everybody who registered."""
    for reminder in _reminders:
        reminder(ending)
