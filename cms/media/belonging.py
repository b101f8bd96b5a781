"""What files belong to: a file may name the thing that it is sent for, by the UUID that the phone
made. The apps that know such things stand above this one, so they register a :class:`Home` in
``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Home:
    """How things of one sort deal with files.

    ``admit(actor=, belongs_to=, coming=)`` raises a DomainError when ``actor`` may not add another
    file, with ``coming`` others still on their way; it lets in what does not exist yet.
    ``gather(belongs_to=)`` takes whatever arrived for it, in a transaction of its own; harmless
    when done again. ``held(upload_ids)`` tells which of these were taken.
    """

    admit: Callable[..., None]
    gather: Callable[..., object]
    held: Callable[[Iterable[UUID]], set[UUID]]


_homes: list[Home] = []


def register_home(home: Home) -> None:
    """Let files belong to things of this sort. Idempotent."""
    if home not in _homes:
        _homes.append(home)


def admit(*, actor, belongs_to: UUID, coming: int) -> None:
    """Raise what any home says against another file of ``actor`` for ``belongs_to``."""
    for home in _homes:
        home.admit(actor=actor, belongs_to=belongs_to, coming=coming)


def gather(*, belongs_to: UUID) -> None:
    """Have what arrived for ``belongs_to`` taken."""
    for home in _homes:
        home.gather(belongs_to=belongs_to)


def held(upload_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these uploads were taken by what they belong to."""
    ids = list(upload_ids)
    return {key for home in _homes for key in home.held(ids)} if ids else set()
