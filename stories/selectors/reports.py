"""Reports as their officer sees them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, F, Prefetch, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Missing
from cms.people.models import Officer
from cms.people.selectors import postings_on
from cms.places.models import Region
from publishing.reads import reads_of, reads_of_row
from stories.models import Activity, Programme, Report, ReportAttachment, ReportEvent, ReportState
from stories.models.terms import Term
from stories.selectors.coming import with_coming

BECAME = ("upload__photo", "upload__video", "upload__former_photo", "upload__former_video")


def attachments_prefetch() -> Prefetch:
    """Attachments with all that is shown of them, for ``prefetch_related``."""
    return Prefetch(
        "attachments",
        with_files(ReportAttachment.objects).prefetch_related(
            *(f"{name}__derivatives" for name in BECAME), "upload__steps"
        ),
    )


def with_files(attachments) -> QuerySet[ReportAttachment]:
    """``attachments`` (a manager or query) in their order, with what their files became."""
    return attachments.select_related(*BECAME).order_by("position", "id")


def own_reports(officer: Officer) -> QuerySet[Report]:
    """The reports of ``officer``, with the activity and village that the list shows."""
    return officer.reports.select_related("activity", "village").defer("text", "rewritten_text")


def own_summaries(officer: Officer) -> QuerySet[Report]:
    """The reports of ``officer`` with ``story_path``, where the story is, blank unless public, and
    ``reads``, how often it was read, None unless public."""
    path = F("story_source__page__public_path")
    shown = Case(
        When(state=ReportState.PUBLISHED, then=Coalesce(path, Value(""))), default=Value("")
    )
    counted = reads_of_row("story_source__page__public_id")
    reads = Case(When(state=ReportState.PUBLISHED, then=counted), default=Value(None))
    return own_reports(officer).annotate(story_path=shown, reads=reads)


class NotOwn(Missing):
    """There is no such report among the officer's own; nobody learns whether it is another's."""

    def __init__(self):
        super().__init__(_("Laporan itu tidak ditemukan di antara laporan Anda."))


def one_of_own(reports: QuerySet[Report], report_id: UUID) -> Report:
    """The one of an officer's own ``reports`` with this id. Raises NotOwn, a Missing."""
    report = reports.filter(pk=report_id).first()
    if report is None:
        raise NotOwn
    return report


def own_summary(officer: Officer, report_id: UUID) -> Report:
    """One of them. Raises Missing."""
    return one_of_own(own_summaries(officer), report_id)


def own_report(officer: Officer, report_id: UUID) -> Report:
    """One report of ``officer`` with its files and history. Raises Missing, also for somebody
    else's: nobody learns that an id exists."""
    joined = ("activity", "programme", "village", "unit", "claimed_by", "story_source__page")
    reports = with_coming(officer.reports.select_related(*joined))
    reports = reports.defer("story_source__page__body")
    reports = reports.prefetch_related(
        attachments_prefetch(), Prefetch("events", ReportEvent.objects.order_by("id"))
    )
    return one_of_own(reports, report_id)


def story_path(report: Report) -> str:
    """The public address of the story made from ``report``; empty before it is published."""
    source = public_source(report)
    return source.page.public_path if source else ""


def story_reads(report: Report) -> int | None:
    """How often that story was read; None before it is published."""
    source = public_source(report)
    return reads_of(source.page.public_id) if source else None


def desk_note(report: Report) -> str:
    """What the desk says to the officer about its changes; empty before it is published."""
    source = public_source(report)
    return source.page.officer_note if source else ""


def public_source(report: Report):
    """Which story was made of the report, once that is public; else None."""
    return getattr(report, "story_source", None) if report.state == "published" else None


def own_villages(officer: Officer) -> list[Region]:
    """The villages where ``officer`` serves today, by name."""
    postings = postings_on(officer, timezone.localdate()).select_related("village")
    return sorted({p.village for p in postings}, key=lambda village: village.place_line)


def activities() -> QuerySet[Activity]:
    """The activities one may choose."""
    return Activity.objects.filter(is_active=True)


def programmes() -> QuerySet[Programme]:
    """The programmes one may choose."""
    return Programme.objects.filter(is_active=True)


def term_id(terms: QuerySet[Term], slug: str | None) -> int | None:
    """The one of ``terms`` under ``slug``; None when there is none."""
    return terms.filter(slug=slug).values_list("pk", flat=True).first() if slug else None
