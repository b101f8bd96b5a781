"""The desk's queue: what waits, in a user's units, soonest due first."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import cursors
from cms.base.errors import Missing
from cms.people.models import Officer
from cms.places.models import Unit
from cms.places.selectors import within
from stories.models import (
    Report,
    ReportAttachment,
    ReportEvent,
    ReportState,
    StoryPage,
    StorySource,
)
from stories.permissions import desk_scope
from stories.selectors.reports import attachments_prefetch

PAGE_SIZE = 50
BADGE_MAX = 999
OPEN_STATES = (ReportState.SUBMITTED, ReportState.CLAIMED)
QUEUE_STATES = tuple(state for state in ReportState if state != ReportState.DRAFT)
OFFICERS_BY_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFilter:
    """What the editor asked for; empty means everything in their units that waits."""

    state: str = ReportState.SUBMITTED
    unit_path: str = ""
    activity_id: int | None = None
    overdue: bool = False
    mine: bool = False
    query: str = ""


def visible_to(user) -> QuerySet[Report]:
    """Every report that was sent, in the units where ``user`` reads the desk."""
    reports = Report.objects.exclude(state=ReportState.DRAFT)
    if user.is_superuser:
        return reports
    return reports.filter(desk_scope(user).q())


def queue(user, wanted: DeskFilter, *, cursor: str | None, limit: int = PAGE_SIZE) -> cursors.Page:
    """One page of the queue in the state asked for: open ones soonest due first, others newest.

    At most two queries. Raises Invalid for a foreign cursor.
    """
    reports = visible_to(user).filter(state=wanted.state)
    if wanted.unit_path:
        reports = reports.filter(within("unit_path", wanted.unit_path))
    if wanted.activity_id:
        reports = reports.filter(activity_id=wanted.activity_id)
    if wanted.overdue:
        reports = reports.filter(due_at__lt=timezone.now())
    if wanted.mine:
        reports = reports.filter(claimed_by=user)
    if wanted.query:
        reports = reports.filter(_matching(wanted.query))
    reports = (
        reports.select_related("officer", "unit", "village", "activity", "claimed_by")
        .annotate(
            has_files=Exists(ReportAttachment.objects.filter(report=OuterRef("pk"))),
        )
        .defer("text")
    )
    is_open = wanted.state in OPEN_STATES
    ordering = ("due_at", "id") if is_open else ("-due_at", "-id")
    return cursors.paginate(reports, ordering=ordering, cursor=cursor, limit=limit)


def _matching(query: str) -> Q:
    """Title or officer's name. Names are looked up first: the index then answers the rest."""
    officers = Officer.objects.filter(name__icontains=query).values_list("pk", flat=True)
    return Q(title__icontains=query) | Q(officer_id__in=list(officers[:OFFICERS_BY_NAME]))


def waiting_count(user) -> int:
    """How many reports wait in the user's units; counting stops at 1,000. One query."""
    waiting = visible_to(user).filter(state=ReportState.SUBMITTED).order_by()
    return waiting.values("pk")[: BADGE_MAX + 1].count()


def desk_report(user, report_id: UUID) -> Report:
    """One report with files and history. Raises Missing outside the user's units."""
    report = (
        visible_to(user)
        .select_related("officer__user", "unit", "village", "activity", "programme", "claimed_by")
        .prefetch_related(
            attachments_prefetch(),
            Prefetch("events", ReportEvent.objects.select_related("actor").order_by("id")),
        )
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise Missing(_("Laporan itu tidak ada di meja redaksi Anda."))
    return report


def story_of(report: Report) -> StoryPage | None:
    """The story that was made from ``report``, if any."""
    source = StorySource.objects.select_related("page").filter(report=report).first()
    return source.page if source else None


def open_drafts(user, *, limit: int = 20) -> list[StoryPage]:
    """Stories of the user's units that were never public: a report may be added to one."""
    stories = StoryPage.objects.filter(first_published_at=None, takedown_state="none")
    if not user.is_superuser:
        stories = stories.filter(desk_scope(user).q("unit__path"))
    return list(
        stories.select_related("unit")
        .annotate(source_count=Count("sources"))
        .order_by("-latest_revision_created_at")[:limit]
    )


def units_in_scope(user, *, limit: int = 600) -> list[Unit]:
    """Units to filter the queue by: the user's own and all below, down to Polres."""
    units = Unit.objects.filter(is_active=True, depth__lte=3)
    if not user.is_superuser:
        units = Unit.objects.filter(desk_scope(user).q("path"), is_active=True)
        units = units.filter(Q(depth__lte=3) | Q(path__in=desk_scope(user).paths))
    return list(units.order_by("path")[:limit])
