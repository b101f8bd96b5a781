"""When the desk should have answered: the rule, applied."""

from __future__ import annotations

from datetime import datetime, timedelta

from stories.models import Report
from stories.selectors.due import hours_for

WARN_SHARE = 0.8


def set_due(report: Report, *, since: datetime) -> None:
    """Set when ``report`` is due, counted from ``since``, and when to warn; the caller saves.

    What was told about an earlier due time is forgotten. One query.
    """
    time = timedelta(
        hours=hours_for(activity_id=report.activity_id, protect_mark=report.protect_mark)
    )
    report.due_at = since + time
    report.warn_at = since + time * WARN_SHARE
    report.breach_told_at = None
