"""Which steps there are for each kind of file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from cms.media.services.steps.work import Work

LEASE_S = 3 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """``run(work)`` brings one upload of ``kind`` further; it may be repeated at any point.

    ``title`` ends the sentence "sedang …". A worker that shows no end within ``lease_s`` seconds
    counts as dead. Without ``needed`` the upload is ready before this step, and a failure of it
    takes nothing away from what is there.
    """

    kind: str
    name: str
    title: str
    run: Callable[[Work], None]
    lease_s: int = LEASE_S
    needed: bool = True


_steps: list[Step] = []


def register(step: Step) -> None:
    """Add ``step`` after those of its kind that were registered before. Idempotent by name."""
    if any((known.kind, known.name) == (step.kind, step.name) for known in _steps):
        return
    _steps.append(step)


@contextmanager
def also(step: Step):
    """``step`` is one of the steps while the block runs; for tests."""
    _steps.append(step)
    try:
        yield
    finally:
        _steps.remove(step)


def steps_of(kind: str) -> list[Step]:
    """The steps of ``kind`` in their order: the needed ones first."""
    return sorted((s for s in _steps if s.kind == kind), key=lambda step: not step.needed)
