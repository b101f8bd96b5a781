"""Which originals reports still need: asked by cms.media before one goes for good."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from stories.models import ReportAttachment, ReportState

_DECIDED = (ReportState.PUBLISHED, ReportState.DECLINED)


def needed(upload_ids: list[UUID]) -> Iterable[UUID]:
    """Those that belong to a report about which nothing is decided yet, or nothing public made."""
    rows = ReportAttachment.objects.filter(upload__in=upload_ids)
    return rows.exclude(report__state__in=_DECIDED).values_list("upload_id", flat=True)
