"""Telling whoever keeps a list of all media that a row of ours changed.

The library stands above this app, so it registers a listener in ``AppConfig.ready()``. Unlike
``announcements`` this is about any fact (a title, a mark, a consent, a public copy), comes from
every door, and asks nobody to publish anything again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[set[int], set[int]], None]
_listeners: list[Listener] = []
_held: ContextVar[tuple[set[int], set[int]] | None] = ContextVar("catalogue_held", default=None)


def register_listener(listener: Listener) -> None:
    """Call ``listener(photo ids, video ids)`` within every change's transaction. Idempotent."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(*, photos: Iterable[int | None] = (), videos: Iterable[int | None] = ()) -> None:
    """These photos and videos, by primary key, are not what they were. None is left out.

    Side effect: every listener runs now, or at the end of :func:`together`; one that raises undoes
    the change.
    """
    photo_ids, video_ids = set(photos) - {None}, set(videos) - {None}
    held = _held.get()
    if held is not None:
        held[0].update(photo_ids)
        held[1].update(video_ids)
    elif photo_ids or video_ids:
        for listener in _listeners:
            listener(photo_ids, video_ids)


@contextmanager
def together() -> Iterator[None]:
    """Within it changes are gathered and told once, at its end: for deeds on many at once.

    Stands inside the deed's transaction. When the block raises, nothing is told.
    """
    if _held.get() is not None:
        yield
        return
    gathered: tuple[set[int], set[int]] = (set(), set())
    token = _held.set(gathered)
    try:
        yield
    finally:
        _held.reset(token)
    changed(photos=gathered[0], videos=gathered[1])
