"""How many files a report waits for: its officer says so, and may say that no more will come."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.base.workflow import lock
from stories.models import Report
from stories.selectors.reports import one_of_own
from stories.services.officers import reporting_officer


@transaction.atomic
def expect_files(*, actor, report_id: UUID, files: int | None = None) -> Report:
    """Say that ``files`` files belong to one of ``actor``'s reports in all, here or still to come;
    None: those that are here, and no more. In whatever state the report is.

    Raises Refused for whoever is no active officer, Missing for somebody else's report.
    """
    officer = reporting_officer(actor)
    one_of_own(officer.reports.all(), report_id)
    report = lock(Report.objects.filter(officer=officer), pk=report_id)
    note_expected(report, report.attachments.count() if files is None else files)
    report.save(update_fields=["files_expected", "files_expected_at", "changed_at"])
    return report


def note_expected(report: Report, files: int | None) -> None:
    """Write on ``report`` (not saved here) how many files belong to it; None: nobody says."""
    report.files_expected = files
    report.files_expected_at = timezone.now() if files is not None else None
