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

from cms.base.jobs import enqueue_on_commit
from cms.base.outbox import OutboxState, TryLater, forget_finished, run_due
from publishing.cdn import telling
from publishing.edge import machine
from publishing.models import Purge

KEPT = timedelta(days=2)
# What was rendered before the commit has reached the caches in front by then.
ON_ITS_WAY_S = 5


def plan(tags: Iterable[str], *, paths: Iterable[str] = (), seq: int = 0) -> Purge | None:
    """Have everything with one of ``tags``, and exactly ``paths``, forgotten after the commit of
    the change ``seq`` (0 for what is no item).

    ``paths`` are paths of this site or whole addresses; only caches in front need them. Side
    effect: one row, unless there is nobody to tell. Must be called inside the transaction of the
    change.
    """
    tags = list(dict.fromkeys(tags))
    if not tags and not telling.is_used():
        return None
    row = Purge.objects.create(tags=tags, paths=list(dict.fromkeys(paths)), seq=seq)
    transaction.on_commit(partial(_at_once, row.pk, row.tags), robust=True)
    if telling.is_used():
        enqueue_on_commit("publishing.tasks.purge_due")
    return row


def _at_once(pk: int, tags: list[str]) -> None:
    """The edge caches right after the commit; the row is done unless more has to be told."""
    machine.invalidate(tags)
    if telling.is_used():
        return
    Purge.objects.filter(pk=pk, state=OutboxState.WAITING).update(
        state=OutboxState.DONE, finished_at=timezone.now()
    )


def purge_due(*, limit: int = 200) -> int:
    """Do what a dead process or an absent Redis left; return how many rows were tried.

    Safe in any number of processes.
    """
    forget_finished(Purge, kept=KEPT)
    return run_due(Purge, _purge, limit=limit)


def _purge(row: Purge) -> None:
    is_first = row.told_at is None
    try:
        if is_first:
            machine.invalidate(row.tags)
    finally:
        # Whether Redis is there or not.
        if telling.is_used():
            telling.forget(tags=row.tags, paths=row.paths)
    if is_first and telling.is_used():
        row.told_at = timezone.now()
        row.save(update_fields=["told_at"])
        # An answer that left before the commit may reach a cache after the first word.
        raise TryLater("told once, once more soon", retry_after_s=ON_ITS_WAY_S)
