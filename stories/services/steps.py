"""One step of a report: through the table, into its history, into the audit chain."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy

from cms.base import audit
from cms.base.workflow import advance
from cms.people.services.notices import notify
from stories.models import Report, ReportEvent
from stories.states import REPORT

NUDGE = gettext_lazy("Ada kabar tentang laporan Anda")


def take_step(*, actor, report: Report, event: str, note: str = "", data: dict | None = None):
    """Move the locked ``report`` by ``event`` and record it; the caller saves the report.

    Side effects: one :class:`ReportEvent`, one audit event. Raises Conflict when the table has no
    such step from where the report is.
    """
    before, after = advance(report, event, table=REPORT)
    if after != "claimed":
        report.claimed_by, report.claimed_at = None, None
    ReportEvent.objects.create(report=report, event=event, state=after, actor=actor, note=note)
    audit.append(
        actor=actor,
        verb=f"report.{event}",
        target=report,
        data={"before": before, "after": after, "note": note} | (data or {}),
        chain=report.audit_chain,
    )


def tell_officer(report: Report, text: Callable[[], str], *, path: str = "") -> None:
    """Leave a notice for the officer who sent ``report``; nothing when they have no account.
    ``text`` is called in the officer's language."""
    user = report.officer.user
    if user is not None:
        notify(
            user=user,
            text=text,
            path=path or f"/lapor/{report.pk}/",
            nudge=NUDGE,
        )
