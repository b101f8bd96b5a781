"""News that what the public may have been shown is old, for whoever keeps copies of it.

Lower apps say what changed by cache tag or address; publishing, which keeps the copies, listens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Listener(Protocol):
    """Hears of every announcement, inside its transaction."""

    def __call__(self, tags: list[str], *, paths: list[str]) -> object: ...


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have ``listener`` called with the tags of every announcement, inside its transaction."""
    _listeners.append(listener)


def announce(tags: Iterable[str] = (), *, paths: Iterable[str] = ()) -> None:
    """Say that everything with one of ``tags``, and what is at ``paths`` (paths of this site or
    whole addresses), is old from the commit of this transaction on."""
    named, exact = list(tags), list(paths)
    for listener in _listeners:
        listener(named, paths=exact)
