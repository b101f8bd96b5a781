"""Files whose preparation failed and that can be tried again: for the operator, and for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cms.base.models import AuditEvent
from cms.media.models import Upload, UploadState
from cms.media.permissions import may_handle_in
from cms.media.privacy import kept_back
from cms.places.models import Unit

MOST_SHOWN = 200
RETRY_VERB = "media.retry"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed file; ``retried_by`` is who tried it again last, empty when nobody did."""

    upload: Upload
    unit_name: str
    retried_by: str = ""
    retried_at: datetime | None = None


def failed_uploads() -> QuerySet[Upload]:
    """Those whose preparation failed and whose original is there, the newest first."""
    rows = Upload.objects.filter(state=UploadState.FAILED, former_photo=None, former_video=None)
    return rows.exclude(file="").order_by("-created_at")


def failures_for(user) -> list[Failure]:
    """The failed files that ``user`` looks after, the newest :data:`MOST_SHOWN`; none that is still
    its sender's own. Four queries, however many there are."""
    paths = failed_uploads().order_by().values_list("unit_path", flat=True).distinct()
    own = [path for path in paths if may_handle_in(user, unit_path=path)]
    rows = failed_uploads().filter(unit_path__in=own).exclude(kept_back("pk", but_of=user.pk))
    uploads = list(rows.select_related("owner", "photo", "video")[:MOST_SHOWN])
    units = dict(Unit.objects.filter(path__in=own).values_list("path", "name"))
    deeds = AuditEvent.objects.filter(
        object_type=Upload._meta.label_lower,
        object_id__in=[str(upload.pk) for upload in uploads],
        verb=RETRY_VERB,
    )
    last = {event.object_id: event for event in deeds.order_by("number")}
    return [
        Failure(
            upload=upload,
            unit_name=units.get(upload.unit_path, ""),
            retried_by=event.actor_name if (event := last.get(str(upload.pk))) else "",
            retried_at=event.at if event else None,
        )
        for upload in uploads
    ]
