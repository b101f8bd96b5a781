"""News that what the public may have been shown is old, for whoever keeps copies of it.

Lower apps say what changed by cache tag; publishing, which keeps the copies, listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Listener = Callable[[list[str]], object]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have ``listener`` called with the tags of every announcement, inside its transaction."""
    _listeners.append(listener)


def announce(tags: Iterable[str]) -> None:
    """Say that everything with one of ``tags`` is old from the commit of this transaction on."""
    named = list(tags)
    for listener in _listeners:
        listener(named)
