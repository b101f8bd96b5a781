"""The engine that brings an original to what readers get, a row a step. Crash-safe.

Which steps there are stands in ``services.steps``. A worker claims a step by one conditional UPDATE
that gives it a lease, and ends it only if the attempt is still its own. What a dead worker left is
found by :func:`sweep_uploads`. ``Upload.state`` sums the needed steps up.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.utils import timezone

from cms.base import audit
from cms.base.jobs import enqueue_on_commit
from cms.base.outbox import OPEN, OPEN_IN_SQL, OutboxState
from cms.base.workflow import advance, lock
from cms.media.models import PipelineStep, Upload, UploadState
from cms.media.services.steps.reasons import reason
from cms.media.services.steps.registry import Step, steps_of
from cms.media.services.steps.work import LeaseLost, Work
from cms.media.services.uploads import audit_chain
from cms.media.states import ATTEMPTS_MAX, UPLOAD_TABLE
from cms.media.unusable import Unusable

log = logging.getLogger(__name__)
QUEUED_AGAIN_S = 60
BACK_OFF_S = 20
SLOW_ATTEMPTS = 3  # until then it may be the machine that was busy, not the film that is heavy
SWEEP_BATCH = 200
FINISHED_KEPT = timedelta(days=7)
_UNDER_WAY = (UploadState.RECEIVED, UploadState.PROCESSING)


def ingest(upload_id: uuid.UUID, *, kept: dict[str, Any] | None = None) -> bool:
    """Do every step of one upload that is due; return whether it became ready in this call.

    A file that cannot be used ends as failed with a reason; the original is kept. Any other
    trouble (storage away, out of memory) leaves its step for the sweeper. Idempotent.

    ``kept`` is what was made of the very same bytes before, by the names under which the steps ask
    ``Work.once`` for it; what they make is added.
    """
    upload = Upload.objects.select_related("photo", "video", "owner").filter(pk=upload_id).first()
    if upload is None or upload.state == UploadState.FAILED:
        return False
    steps = steps_of(upload.kind)
    rows = _opened(upload, steps)
    needed = [step.name for step in steps if step.needed]
    kept = {} if kept is None else kept
    is_ready = False
    for step in steps:
        row = rows.get(step.name)
        if row is None or row.state not in OPEN:
            continue
        if _claim(row, step):
            work = Work(upload, row, needed=needed, kept=kept)
            _perform(work, step)
            upload, is_ready = work.upload, is_ready or work.made_ready
            if work.is_finished:
                continue
        if step.needed:
            break  # what comes after it needs it
    return is_ready


def _opened(upload: Upload, steps: list[Step]) -> dict[str, PipelineStep]:
    """The steps' rows by name; made on the first visit, which begins the upload.

    A ready upload gets no new rows: a step that a later version brings is no reason to look at a
    million old originals.
    """
    if upload.state in _UNDER_WAY:
        with transaction.atomic():
            Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVED).update(
                state=UPLOAD_TABLE.target(UploadState.RECEIVED, "begin")
            )
            due_at = timezone.now()
            rows = []
            for step in steps:
                # A worker that dies between two steps is missed when the second should be over.
                due_at += timedelta(seconds=step.lease_s)
                rows.append(PipelineStep(upload=upload, name=step.name, next_attempt_at=due_at))
            PipelineStep.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.name: row for row in PipelineStep.objects.filter(upload=upload)}


def _claim(row: PipelineStep, step: Step) -> bool:
    """Whether the step is this worker's now; ``row`` is the attempt then."""
    now = timezone.now()
    fresh = Q(state=OutboxState.WAITING, attempt_count=0)
    free = fresh | Q(state__in=OPEN, next_attempt_at__lte=now)
    taken = PipelineStep.objects.filter(free, pk=row.pk, attempt_count__lt=ATTEMPTS_MAX).update(
        state=OutboxState.RUNNING,
        attempt_count=F("attempt_count") + 1,
        next_attempt_at=now + timedelta(seconds=step.lease_s),
        started_at=now,
    )
    if taken:
        row.refresh_from_db()
    return bool(taken)


def _perform(work: Work, step: Step) -> None:
    """One attempt at one step, which ends done, failed or put off."""
    try:
        step.run(work)
        if not work.is_finished:
            with work.finishing():
                pass
    except Unusable as error:
        if error.code == "too-slow" and work.row.attempt_count < SLOW_ATTEMPTS:
            _put_off(work, error.code)
        else:
            _fail(work.upload, work.row, error.code, needed=step.needed)
    except LeaseLost:
        log.warning("%s: another worker took over", work.row)
    except Exception as error:
        # Not the file's fault: the sweeper tries again, a few times, later after each attempt.
        log.exception("%s: attempt %s failed", work.row, work.row.attempt_count)
        _put_off(work, type(error).__name__)


def _put_off(work: Work, why: str) -> None:
    """The step waits for another attempt, longer after each."""
    wait = timedelta(seconds=BACK_OFF_S * work.row.attempt_count)
    work.held().update(
        state=OutboxState.WAITING, next_attempt_at=timezone.now() + wait, last_error=why
    )


def _fail(upload: Upload, row: PipelineStep, code: str, *, needed: bool) -> None:
    """The step has failed for good, and with a needed one the whole upload."""
    with transaction.atomic():
        current = lock(Upload.objects.all(), pk=upload.pk)
        ended = PipelineStep.objects.filter(
            pk=row.pk, state__in=OPEN, attempt_count=row.attempt_count
        ).update(
            state=OutboxState.FAILED, finished_at=timezone.now(), last_error=reason(code)[:300]
        )
        if not ended:
            return
        if needed and current.state in _UNDER_WAY:
            PipelineStep.objects.filter(upload=current, state=OutboxState.WAITING).delete()
            advance(current, "fail", table=UPLOAD_TABLE)
            current.failure = reason(code)
            current.save(update_fields=["state", "failure"])
        audit.append(
            actor=None,
            verb="media.failed",
            target=current,
            data={"why": code, "step": row.name},
            chain=audit_chain(current.pk),
        )


def sweep_uploads() -> int:
    """Queue again what is stuck (never started, put off, or its worker died); give up after the
    last attempt. Return how many were touched. Safe to run anywhere, any time."""
    now = timezone.now()
    stuck = set(_never_started(now))
    due = PipelineStep.objects.filter(state__in=OPEN_IN_SQL, next_attempt_at__lt=now)
    given_up = 0
    for row in due.select_related("upload").order_by("next_attempt_at")[:SWEEP_BATCH]:
        if row.attempt_count >= ATTEMPTS_MAX:
            steps = {step.name: step.needed for step in steps_of(row.upload.kind)}
            _fail(row.upload, row, "gave-up", needed=steps.get(row.name, True))
            given_up += 1
        elif row.upload.queued_at < now - timedelta(seconds=BACK_OFF_S):
            stuck.add(row.upload_id)
    if stuck:
        with transaction.atomic():
            Upload.objects.filter(pk__in=stuck).update(queued_at=now)
            for upload_id in stuck:
                enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload_id))
    _forget_finished(now)
    return len(stuck) + given_up


def _never_started(now):
    """Ids of uploads whose place in the queue was lost before a step of theirs was due.

    Lost, or only far behind: nobody can tell. So each is queued again after a minute, then after
    twice as long as it waited, or a busy hour would fill the queue with the same work many times.
    """
    queued_before = now - timedelta(seconds=QUEUED_AGAIN_S)
    has_open_step = PipelineStep.objects.filter(upload=OuterRef("pk"), state__in=OPEN_IN_SQL)
    since = ExpressionWrapper(Value(now) - F("queued_at"), output_field=DurationField())
    before = ExpressionWrapper(F("queued_at") - F("created_at"), output_field=DurationField())
    return (
        Upload.objects.filter(state__in=_UNDER_WAY, queued_at__lt=queued_before)
        .annotate(since=since, before=before)
        .filter(since__gt=F("before"))
        .exclude(Exists(has_open_step))
        .order_by("queued_at")
        .values_list("pk", flat=True)[:SWEEP_BATCH]
    )


def _forget_finished(now) -> None:
    """Rows of steps that ended a week ago go: the upload itself says how it ended."""
    over = PipelineStep.objects.filter(finished_at__lt=now - FINISHED_KEPT).order_by("finished_at")
    PipelineStep.objects.filter(
        pk__in=list(over.values_list("pk", flat=True)[:SWEEP_BATCH])
    ).delete()
