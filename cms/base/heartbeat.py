"""A repeated job notes that it lives, for the health page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from cms.base.models import Heartbeat


@contextmanager
def heartbeat(name: str) -> Iterator[None]:
    """Run the body as the job ``name`` and note when it succeeded or failed.

    Side effect: one write to one row. What the body raises is noted and raised again.
    """
    try:
        yield
    except Exception as error:
        _note(name, failed_at=timezone.now(), error=f"{type(error).__name__}: {error}"[:300])
        raise
    _note(name, ok_at=timezone.now(), error="")


def _note(name: str, **facts) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults=facts)
