"""One report as the desk sees it, with what belongs around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from cms.base import versions
from cms.base.errors import Missing
from stories.models import (
    Commendation,
    DeskDraft,
    DeskDraftField,
    Report,
    ReportEvent,
    StoryPage,
    StorySource,
)
from stories.permissions import desk_scope
from stories.selectors.coming import with_coming
from stories.selectors.desk.visible import visible_to
from stories.selectors.reports import attachments_prefetch

SAME_EVENT_WITHIN = timedelta(hours=12)


def desk_report(user, report_id: UUID) -> Report:
    """One report with files and history. Raises Missing outside the user's units."""
    report = (
        with_coming(visible_to(user))
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


def standing(user, report_id: UUID) -> Report:
    """Where a report stands, who holds it and what is coming. One query. Raises Missing outside
    the units."""
    reports = with_coming(visible_to(user)).select_related("claimed_by").defer("text")
    report = reports.filter(pk=report_id).first()
    if report is None:
        raise Missing(_("Laporan itu tidak ada di meja redaksi Anda."))
    return report


def version_of(report: Report) -> str:
    """What an open page shows of ``report`` (from here); another one when there is more to see."""
    row: Any = report
    return f"{report.changed_at.isoformat()}/{row.preparing_count}"


def split_version(report: Report) -> str:
    """What there is to share out of ``report`` now: what a form that shows it gives back."""
    words = {"title": report.title, "text": report.text}
    return versions.version_of(words | {"parts": report.split_parts.count()})


def story_of(report: Report) -> StoryPage | None:
    """The story that was made from ``report``, if any."""
    source = StorySource.objects.select_related("page__unit").filter(report=report).first()
    return source.page if source else None


@dataclass(frozen=True, slots=True)
class OpenDrafts:
    """Stories being written, those last changed first, and whether there are more."""

    stories: list[StoryPage]
    has_more: bool


def open_drafts(user, *, title: str = "", limit: int = 20) -> OpenDrafts:
    """Stories of the user's units that were never public: a report may be added to one.

    With ``title`` only those that have it in theirs. One query.
    """
    stories = StoryPage.objects.filter(first_published_at=None, takedown_state="none")
    if not user.is_superuser:
        stories = stories.filter(desk_scope(user).q("unit__path"))
    if title := title.replace("\x00", ""):
        stories = stories.filter(Q(title__icontains=title) | Q(draft_title__icontains=title))
    found = list(
        stories.select_related("unit")
        .annotate(source_count=Count("sources"))
        .order_by("-latest_revision_created_at", "-pk")[: limit + 1]
    )
    return OpenDrafts(found[:limit], len(found) > limit)


def same_event(user, report: Report, *, limit: int = 5) -> list[Report]:
    """Other reports from the same village within twelve hours: perhaps of the same event.

    A hint for a person. One query.
    """
    if report.village_id is None or report.happened_at is None:
        return []
    around = visible_to(user).filter(
        village_id=report.village_id,
        happened_at__gte=report.happened_at - SAME_EVENT_WITHIN,
        happened_at__lte=report.happened_at + SAME_EVENT_WITHIN,
    )
    return list(
        around.exclude(pk=report.pk)
        .select_related("officer", "activity", "village")
        .defer("text")
        .order_by("happened_at", "pk")[:limit]
    )


def reports_of_event(user, report_ids: Sequence[UUID]) -> list[Report]:
    """These reports, with their files, the oldest first. Raises Missing when one of them is outside
    the user's units."""
    reports = list(
        visible_to(user)
        .filter(pk__in=report_ids)
        .select_related("officer", "unit", "village")
        .prefetch_related(attachments_prefetch())
        .order_by("happened_at", "submitted_at", "pk")
    )
    if len(reports) < len(report_ids):
        raise Missing(_("Laporan itu tidak ada di meja redaksi Anda."))
    return reports


def drafts_about(user, report: Report) -> list[DeskDraft]:
    """What anybody typed about ``report`` and did not send, the newest first; a leader's thanks
    only for themselves. One query."""
    thanks_of_others = Q(field=DeskDraftField.COMMEND) & ~Q(user=user)
    drafts = DeskDraft.objects.filter(report=report).exclude(text="").exclude(thanks_of_others)
    return list(drafts.select_related("user").order_by("-saved_at"))


def commendations_of(report: Report) -> list[Commendation]:
    """The leaders' words about ``report``, in the order they came. One query."""
    return list(Commendation.objects.filter(report=report).order_by("id"))
