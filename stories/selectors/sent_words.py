"""What an officer sent, also when the desk shared it out among several reports afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.base.models import AuditEvent
from stories.models import Report

SENT = "report.submit"
SPLIT, SPLIT_OFF = "report.split", "report.split_off"
# Of reports that were split off one another in a row, as many as one query joins.
ANCESTORS = tuple("__".join(["split_from"] * depth) + "_id" for depth in range(1, 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWords:
    """``is_shared_out``: the desk made several reports of them; they are those of the whole."""

    title: str
    text: str
    is_shared_out: bool


def sent_words(report: Report) -> SentWords:
    """The title and text that the officer sent last, whatever the desk made of them by splitting.

    ``report`` comes from ``own_report``, with its history. No query for a report that was never
    split, at most two for any other.
    """
    ancestors: list[str] = []
    if report.split_from_id:
        rows = Report.objects.filter(pk=report.pk).values_list(*ANCESTORS)
        ancestors = [str(pk) for pk in rows.get() if pk]
    elif all(event.event != "split" for event in report.events.all()):
        return SentWords(title=report.title, text=report.text, is_shared_out=False)
    line = [str(report.pk), *ancestors]
    events = AuditEvent.objects.filter(
        object_type=Report._meta.label_lower,
        object_id__in=line,
        verb__in=(SENT, SPLIT, SPLIT_OFF),
    ).order_by("id")
    found = _before_splitting(line, list(events.values("id", "object_id", "verb", "data")))
    words = found or {"title": report.title, "text": report.text}
    return SentWords(title=words["title"], text=words["text"], is_shared_out=found is not None)


def _before_splitting(
    line: Sequence[str], events: Sequence[dict[str, Any]]
) -> dict[str, str] | None:
    """The words as they were before the first split since the officer sent them, going from a part
    to what it was split off; None when nothing was split since."""
    words, until = None, None
    for report_id in line:
        own = [
            event
            for event in events
            if event["object_id"] == report_id and (until is None or event["id"] < until)
        ]
        sent = max((event["id"] for event in own if event["verb"] == SENT), default=0)
        first = next((event for event in own if event["id"] > sent), None)
        if first is None:
            break
        words, until = first["data"], first["id"]
        if first["verb"] == SPLIT:
            break
    return words
