"""How many requests of this process may wait for a phone's bytes at the same time.

Whoever sends keeps a thread until the line ends, and a phone that went silent says nothing for as
long as nobody notices. So some threads are never given to them: readers are always answered.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from django.conf import settings

from cms.media.services.resumable.errors import Crowded

_places = threading.BoundedSemaphore(settings.UPLOADS_AT_ONCE)


@contextlib.contextmanager
def turn() -> Iterator[None]:
    """Hold one of the places for as long as a body is awaited. Raises Crowded at once when all are
    taken."""
    if not _places.acquire(blocking=False):
        raise Crowded
    try:
        yield
    finally:
        _places.release()
