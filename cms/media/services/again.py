"""Photos whose files were made by an older recipe are prepared again, in turns, behind all else."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.base.jobs import BEHIND, enqueue_on_commit
from cms.base.outbox import OPEN_IN_SQL, OutboxState
from cms.media.models import DERIVE_STEP, Photo, PipelineStep, Upload, UploadState
from cms.media.pictures import RECIPE
from cms.media.services.steps.registry import LEASE_S

TURN = 10


def sweep_recipes(*, turn: int = TURN) -> int:
    """Have the next ``turn`` photos prepared again, the newest first; return how many.

    Nothing while anything else is being prepared: officers wait for that. A photo is asked once for
    each recipe: what has no original stays as it is, and so does one whose step fails in the end.
    Side effects: the step of each upload is open again, and queued.
    """
    if PipelineStep.objects.filter(state__in=OPEN_IN_SQL).exists():
        return 0
    old = Photo.objects.filter(recipe__lt=RECIPE).order_by("recipe", "-pk")
    return sum(_ask(key) for key in list(old.values_list("pk", flat=True)[:turn]))


@transaction.atomic
def _ask(photo_id: int) -> bool:
    """Whether the photo's files are to be made again by this call."""
    if not Photo.objects.filter(pk=photo_id, recipe__lt=RECIPE).update(recipe=RECIPE):
        return False
    upload = Upload.objects.filter(photo=photo_id, state=UploadState.READY).exclude(file="").first()
    if upload is None:
        return False
    now = timezone.now()
    again = {
        "state": OutboxState.WAITING,
        "attempt_count": 0,
        "next_attempt_at": now + timedelta(seconds=LEASE_S),  # then the sweeper misses it
        "finished_at": None,
        "last_error": "",
    }
    PipelineStep.objects.update_or_create(upload=upload, name=DERIVE_STEP, defaults=again)
    Upload.objects.filter(pk=upload.pk).update(queued_at=now)
    enqueue_on_commit("cms.media.tasks.ingest_upload", str(upload.pk), priority=BEHIND)
    return True
