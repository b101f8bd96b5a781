"""Pictures of a report that were seen before: hints for an editor, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cms.media.duplicates import Similar, similar_to
from cms.media.models import Upload, UploadKind
from stories.models import Report, ReportAttachment, ReportState
from stories.permissions import may_read_report

SAME_EVENT = timedelta(hours=36)
# Phones are set wrong by a day often enough; by three it is worth a question.
CAMERA_OFF = timedelta(days=3)
SAME_REPORT, SAME_DAY, USED_BEFORE = "same-report", "same-day", "used-before"


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a picture was seen too. ``relation``: in this report, in one of the same village and
    time (perhaps the same event), or in another one. What the reader may not see is empty."""

    relation: str
    is_same_file: bool
    upload: Upload
    number: int = 0
    report: Report | None = None
    unit_name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What is worth a look at one picture (``number`` as the officer ordered them)."""

    number: int
    upload: Upload
    seen: tuple[Seen, ...]
    camera_time: datetime | None = None


def hints_for(user, report: Report) -> list[Hint]:
    """The hints for ``report`` (from ``selectors.desk``), in the order of its pictures.

    Four queries beside those of the reader's roles, whatever the number of pictures.
    """
    uploads = {a.upload_id: (n, a.upload) for n, a in enumerate(report.attachments.all(), 1)}
    similar = similar_to(upload for _number, upload in uploads.values())
    elsewhere = _reports_of({s.other.pk for s in similar} - set(uploads))
    seen: dict[Any, list[Seen]] = {}
    for one in similar:
        for found in _seen(user, report, one, uploads, elsewhere):
            seen.setdefault(one.upload.pk, []).append(found)
    hints = []
    for key, (number, upload) in uploads.items():
        hint = Hint(number, upload, tuple(seen.get(key, ())), _odd_time(report, upload))
        if hint.seen or hint.camera_time:
            hints.append(hint)
    return hints


def _reports_of(upload_ids: set) -> dict[Any, list[Report]]:
    """The reports that hold these uploads. Drafts are their officer's own business."""
    rows = (
        ReportAttachment.objects.filter(upload__in=upload_ids)
        .exclude(report__state=ReportState.DRAFT)
        .select_related("report__unit", "report__officer__user", "report__village")
    )
    found: dict[Any, list[Report]] = {}
    for row in rows:
        found.setdefault(row.upload_id, []).append(row.report)
    return found


def _seen(user, report: Report, one: Similar, uploads, elsewhere) -> Iterable[Seen]:
    if one.other.pk in uploads:
        number, other = uploads[one.other.pk]
        yield Seen(SAME_REPORT, one.is_same_file, other, number=number, report=report)
        return
    for other in elsewhere.get(one.other.pk, ()):
        if other.pk == report.pk:
            continue
        relation = SAME_DAY if _is_same_event(report, other) else USED_BEFORE
        at = other.happened_at or other.submitted_at
        may_see = bool(may_read_report(user, other)) or user.is_superuser
        yield Seen(
            relation,
            one.is_same_file,
            one.other,
            report=other if may_see else None,
            unit_name=str(other.unit),
            at=at,
        )


def _is_same_event(report: Report, other: Report) -> bool:
    if report.village_id is None or report.village_id != other.village_id:
        return False
    one, two = report.happened_at, other.happened_at
    return one is not None and two is not None and abs(one - two) <= SAME_EVENT


def _odd_time(report: Report, upload: Upload) -> datetime | None:
    """When the camera says the picture was taken, if that is days from what the report says."""
    text = upload.facts.get("taken_at")
    if upload.kind != UploadKind.PHOTO or not text or report.happened_at is None:
        return None
    taken = datetime.fromisoformat(text)
    off = abs(taken - report.happened_at.replace(tzinfo=None))
    return taken if off > CAMERA_OFF else None
