"""Rows of work that must happen after a commit, whatever dies in between.

A row is written in the transaction that makes it necessary. A worker claims it by a conditional
UPDATE under a lease; a claim that ran out (its worker died) is taken up again. The work must
therefore be harmless when done twice.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.base.sql import Constant

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=90)
# Seconds to wait after each failed try: nine tries over about two hours.
BACK_OFF_S = (2, 10, 30, 60, 300, 900, 1800, 3600)
_CANDIDATES = 20
_FORGOTTEN_AT_ONCE = 500


class OutboxState(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    RUNNING = "running", _("Sedang dikerjakan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")


OPEN = (OutboxState.WAITING, OutboxState.RUNNING)
# Written out in the statement, so that the partial index of open rows is used.
OPEN_IN_SQL = [Constant(state.value) for state in OPEN]


class TryLater(Exception):
    """The work did not succeed now; ``retry_after_s`` when the other side asked for a pause."""

    def __init__(self, detail: str, *, retry_after_s: float | None = None):
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class GiveUp(Exception):
    """The work can never succeed."""


class OutboxRow(models.Model):
    """Abstract row of work. ``next_attempt_at`` of a running row is the end of its lease."""

    state = models.CharField(max_length=7, choices=OutboxState, default=OutboxState.WAITING)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def due_index(name: str) -> models.Index:
        """The partial index from which open rows are claimed, for a subclass's ``indexes``."""
        return models.Index(
            fields=["next_attempt_at"],
            condition=models.Q(state__in=["waiting", "running"]),
            name=name,
        )


def run_due(
    model: type[OutboxRow],
    perform: Callable[[OutboxRow], None],
    *,
    limit: int = 100,
    lease: timedelta = LEASE,
    back_off_s: Sequence[float] = BACK_OFF_S,
) -> int:
    """Perform up to ``limit`` due rows of ``model``, oldest first; return how many were tried.

    ``perform(row)`` returns when the work is done, raises TryLater to have it repeated after the
    next wait of ``back_off_s`` (failed when they are used up), GiveUp when it is pointless. Any
    other exception is logged and repeated. Safe in any number of processes.
    """
    tried = 0
    while tried < limit and (row := _claim(model, lease)) is not None:
        tried += 1
        try:
            perform(row)
        except GiveUp as error:
            _finish(row, OutboxState.FAILED, str(error))
        except TryLater as error:
            _again(row, str(error), back_off_s, error.retry_after_s)
        except Exception as error:
            log.exception("%s %s", model.__name__, row.pk)
            _again(row, type(error).__name__, back_off_s, None)
        else:
            _finish(row, OutboxState.DONE, "")
    return tried


def forget_finished(model: type[OutboxRow], *, kept: timedelta) -> None:
    """Delete rows of ``model`` finished longer than ``kept`` ago: the oldest, a bounded number.

    Rows are looked at in the order they were written, so that a long table is never searched.
    """
    limit = timezone.now() - kept
    oldest = model._default_manager.order_by("pk").values_list("pk", "finished_at")
    done = [pk for pk, finished in oldest[:_FORGOTTEN_AT_ONCE] if finished and finished < limit]
    if done:
        model._default_manager.filter(pk__in=done).delete()


def _claim(model: type[OutboxRow], lease: timedelta) -> OutboxRow | None:
    now = timezone.now()
    due = model._default_manager.filter(state__in=OPEN_IN_SQL, next_attempt_at__lte=now)
    for pk in due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:_CANDIDATES]:
        # Whoever moves next_attempt_at first has it; the others match no row.
        won = due.filter(pk=pk).update(
            state=OutboxState.RUNNING,
            next_attempt_at=now + lease,
            attempt_count=models.F("attempt_count") + 1,
        )
        if won:
            return model._default_manager.get(pk=pk)
    return None


def _attempt_of(row: OutboxRow):
    """The row, while it is this attempt's: who lost the lease has no say over who took it."""
    return type(row)._default_manager.filter(pk=row.pk, attempt_count=row.attempt_count)


def _finish(row: OutboxRow, state: str, error: str) -> None:
    _attempt_of(row).update(state=state, finished_at=timezone.now(), last_error=error[:300])


def _again(
    row: OutboxRow, error: str, back_off_s: Sequence[float], retry_after_s: float | None
) -> None:
    if row.attempt_count > len(back_off_s):
        _finish(row, OutboxState.FAILED, error)
        return
    wait = back_off_s[row.attempt_count - 1] * random.uniform(0.8, 1.2)  # noqa: S311
    _attempt_of(row).update(
        state=OutboxState.WAITING,
        next_attempt_at=timezone.now() + timedelta(seconds=max(wait, retry_after_s or 0)),
        last_error=error[:300],
    )
