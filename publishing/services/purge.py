"""What was kept of an old text is forgotten: edge cache, and whatever stands in front of it.

The row is written in the transaction of the change. After the commit the machines' edge caches are
told at once; if the process dies in between, the sweeper finds the row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from cms.base.outbox import OPEN, OutboxState, run_due
from publishing.edge import machine
from publishing.models import Purge

KEPT = timedelta(days=2)
_FORGET_AT_ONCE = 1_000


def plan(tags: Iterable[str], *, paths: Iterable[str] = (), seq: int = 0) -> Purge:
    """Have everything with one of ``tags``, and exactly ``paths``, forgotten after the commit of
    the change ``seq`` (0 for what is no item).

    Side effect: one row. Must be called inside the transaction of the change.
    """
    row = Purge.objects.create(
        tags=list(dict.fromkeys(tags)), paths=list(dict.fromkeys(paths)), seq=seq
    )
    transaction.on_commit(partial(_at_once, row.pk, row.tags), robust=True)
    return row


def _at_once(pk: int, tags: list[str]) -> None:
    """The edge caches right after the commit; the row is done unless more has to be told."""
    machine.invalidate(tags)
    Purge.objects.filter(pk=pk, state=OutboxState.WAITING).update(
        state=OutboxState.DONE, finished_at=timezone.now()
    )


def purge_due(*, limit: int = 200) -> int:
    """Do what a dead process or an absent Redis left; return how many rows were tried.

    Safe in any number of processes.
    """
    _forget_old()
    return run_due(Purge, _purge, limit=limit)


def _purge(row: Purge) -> None:
    machine.invalidate(row.tags)


def _forget_old() -> None:
    old = Purge.objects.filter(finished_at__lt=timezone.now() - KEPT).exclude(state__in=OPEN)
    Purge.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_FORGET_AT_ONCE])).delete()
