"""Files that a phone sends for a report, before its text or after: taken when both are here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from cms.base.errors import Conflict
from cms.media.models import Upload
from cms.media.services import uploads
from stories.models import Report, ReportAttachment, ReportState
from stories.selectors.reports import NotOwn
from stories.services import late_files
from stories.services.attachments import MAX_FILES, person_mark, too_many
from stories.services.officers import reporting_officer

STRAYS_SINCE = timedelta(days=8)
STRAYS_BATCH = 200


def admit(*, actor, belongs_to: UUID, coming: int) -> None:
    """Raise unless ``actor`` may send another file for this report, which may be here or not.

    Raises Refused for whoever is no active officer, Missing for somebody else's report, Conflict
    when it is full.
    """
    officer = reporting_officer(actor)
    report = Report.objects.filter(pk=belongs_to).first()
    if report is not None and report.officer_id != officer.pk:
        raise NotOwn
    there = report.attachments.count() if report is not None else 0
    if there + coming >= MAX_FILES:
        raise Conflict(too_many())


@transaction.atomic
def gather(*, belongs_to: UUID) -> int:
    """Attach what arrived for this report; how many. Whatever state it is in: a picture that
    comes late belongs to it too, and whoever holds its story is told. Harmless when done again."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("officer")
        .filter(pk=belongs_to)
        .first()
    )
    return take(report) if report is not None else 0


def take(report: Report) -> int:
    """Attach what arrived for the locked ``report``; how many."""
    waiting = list(
        Upload.objects.select_for_update(of=("self",))
        .filter(belongs_to=report.pk, owner=report.officer.user_id, attachment__isnull=True)
        .order_by("slot", "created_at", "pk")
    )
    if not waiting:
        return 0
    taken = dict(report.attachments.values_list("upload__sha256", "position"))
    there, position = set(taken), max(taken.values(), default=-1)
    new = []
    for upload in waiting:
        if upload.sha256 in there or len(there) >= MAX_FILES:
            continue
        there.add(upload.sha256)
        position += 1
        place = position if upload.slot is None else upload.slot
        new.append(
            ReportAttachment(
                report=report,
                upload=upload,
                position=place,
                caption=upload.caption,
                awaits_story=report.state in late_files.TOLD,
            )
        )
    ReportAttachment.objects.bulk_create(new)
    ids = [one.upload_id for one in new]
    uploads.assign_unit(upload_ids=ids, unit_path=report.unit_path)
    if report.state != ReportState.DRAFT:
        uploads.assign_mark(upload_ids=ids, protect_mark=person_mark(report.protect_mark))
    if new:
        # Whoever looks at it hears that there is more.
        Report.objects.filter(pk=report.pk).update(changed_at=timezone.now())
        if report.state in late_files.TOLD:
            late_files.tell_holders(report)
    return len(new)


def held(upload_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these uploads a report has."""
    found = ReportAttachment.objects.filter(upload__in=list(upload_ids))
    return set(found.values_list("upload_id", flat=True))


def gather_strays() -> int:
    """Attach what a process that died in between left lying; how many reports were looked at."""
    own = Report.objects.filter(pk=OuterRef("belongs_to"), officer__user=OuterRef("owner"))
    # What the report has already stays lying for its day: it must not hide what it has not.
    there = ReportAttachment.objects.filter(report=OuterRef("belongs_to"))
    counted = there.order_by().values("report").annotate(files=Count("pk"))
    strays = Upload.objects.filter(
        Exists(own),
        ~Exists(there.filter(upload__sha256=OuterRef("sha256"))),
        ~Exists(counted.filter(files__gte=MAX_FILES)),
        belongs_to__isnull=False,
        attachment__isnull=True,
        created_at__gt=timezone.now() - STRAYS_SINCE,
    )
    ids = strays.order_by().values_list("belongs_to", flat=True).distinct()[:STRAYS_BATCH]
    for belongs_to in ids:
        gather(belongs_to=belongs_to)
    return len(ids)
