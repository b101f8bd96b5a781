"""Files of a report that are still on their way: its phone said how many, or has announced them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import ngettext

from cms.media.models import JoinRole, ResumableState, ResumableUpload, Upload, UploadState
from stories.models import Report, ReportAttachment

# A phone that was silent for so long sends nothing more; its uploads expire then as well.
WAITED_FOR = timedelta(days=7)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Coming:
    """``left`` of ``total`` files are on their way; the others are here."""

    left: int
    total: int

    def __bool__(self) -> bool:
        return self.left > 0

    def __str__(self) -> str:
        """A sentence for the desk; empty when nothing is on its way."""
        if not self.left:
            return ""
        return ngettext(
            "%(left)s dari %(total)s berkas masih dalam perjalanan",
            "%(left)s dari %(total)s berkas masih dalam perjalanan",
            self.left,
        ) % {"left": self.left, "total": self.total}


def with_coming(reports: QuerySet[Report]) -> QuerySet[Report]:
    """``reports`` with what :func:`coming_of` needs, in the same query.

    Also ``preparing_count``: files that are here and not ready yet.
    """
    attached = ReportAttachment.objects.filter(report=OuterRef("pk"))
    announced = (
        ResumableUpload.objects.filter(
            belongs_to=OuterRef("pk"), owner=OuterRef("officer__user_id")
        )
        .exclude(role=JoinRole.PARTIAL)
        .filter(expires_at__gt=timezone.now())
    )
    # Here, but not another picture of the report: the same one came twice.
    spare = Upload.objects.filter(
        belongs_to=OuterRef("pk"), owner=OuterRef("officer__user_id"), attachment__isnull=True
    )
    # Whoever says a number has counted what was announced before.
    since = announced.filter(created_at__gte=Coalesce(OuterRef("files_expected_at"), Value(_EVER)))
    refused = since.filter(state=ResumableState.REFUSED)
    moving = since.filter(state__in=[ResumableState.RECEIVING, ResumableState.CHECKING])
    return reports.annotate(
        attached_count=_count(attached, "report"),
        preparing_count=_count(
            attached.filter(upload__state__in=[UploadState.RECEIVED, UploadState.PROCESSING]),
            "report",
        ),
        announced_count=_count(moving, "belongs_to"),
        over_count=_count(spare, "belongs_to") + _count(refused, "belongs_to"),
    )


def coming_of(report: Report) -> Coming:
    """What is on its way to a report from :func:`with_coming`. No query."""
    row: Any = report
    said_at = report.files_expected_at
    told = 0
    if report.files_expected is not None and _is_young(said_at):
        told = report.files_expected - row.attached_count - row.over_count
    left = max(told, row.announced_count, 0)
    return Coming(left, row.attached_count + left)


def coming_to(report: Report) -> Coming:
    """The same of any report, asked now. One query."""
    return coming_of(with_coming(Report.objects.filter(pk=report.pk)).get())


def _is_young(said_at: datetime | None) -> bool:
    return said_at is not None and said_at > timezone.now() - WAITED_FOR


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
