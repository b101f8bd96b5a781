"""Files that failed are prepared again, once the cause is gone: by command or on a screen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cms.base import audit
from cms.base.errors import Conflict, DomainError
from cms.base.jobs import enqueue_on_commit
from cms.base.outbox import OutboxState
from cms.base.workflow import advance, lock
from cms.media.failures import RETRY_VERB
from cms.media.models import PipelineStep, Upload
from cms.media.permissions import may_handle
from cms.media.services.steps.reasons import reason
from cms.media.services.uploads import audit_chain
from cms.media.states import UPLOAD_TABLE


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of one file; ``problem`` is empty when it is prepared again."""

    upload_id: uuid.UUID
    problem: str = ""


def retry_all(*, actor, upload_ids: Iterable[uuid.UUID]) -> list[Retried]:
    """Try each of these failed uploads again, every one for itself (see :func:`retry`)."""
    outcomes = []
    for upload_id in dict.fromkeys(upload_ids):
        try:
            retry(actor=actor, upload_id=upload_id)
        except DomainError as error:
            outcomes.append(Retried(upload_id, str(error)))
        else:
            outcomes.append(Retried(upload_id))
    return outcomes


@transaction.atomic
def retry(*, actor, upload_id: uuid.UUID) -> Upload:
    """Try a failed upload again. ``actor`` looks after its unit; None is the operator.

    Side effects: its steps begin anew, in the queue; audit. Raises Missing, Refused, Conflict if it
    did not fail, or if another file took its place.
    """
    current = lock(Upload.objects.all(), pk=upload_id)
    if actor is not None:
        may_handle(actor, current).require()
    if current.former_photo_id or current.former_video_id:
        raise Conflict(reason("replaced"))
    advance(current, "retry", table=UPLOAD_TABLE)
    current.failure, current.queued_at = "", timezone.now()
    current.save(update_fields=["state", "failure", "queued_at"])
    PipelineStep.objects.filter(upload=current).exclude(state=OutboxState.DONE).delete()
    audit.append(actor=actor, verb=RETRY_VERB, target=current, chain=audit_chain(current.pk))
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(current.pk))
    return current
