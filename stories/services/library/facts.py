"""What a library row says of a photo, film or recording, from rows read before. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cms.media.models import Consent, ConsentUse, Upload, UploadState
from stories.models import AssetConsent, AssetUsage, ReportAttachment, ReportState

WORDS_MAX = 2000


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that rows of one kind are made from; lists by key."""

    things: list[Any]
    uploads: dict[int, list[Upload]]
    attachments: dict[Any, list[ReportAttachment]]
    consents: dict[int, list[Consent]]
    public: set[int]
    in_stories: set[int]
    own: set[int]  # still their officer's alone (``selectors.unsent``)


def row_of(kind: str, thing, gathered: Gathered) -> dict[str, Any] | None:
    """The columns of its row; None while it belongs to its officer alone."""
    uploads = gathered.uploads.get(thing.pk, [])
    attachments = [a for upload in uploads for a in gathered.attachments.get(upload.pk, [])]
    sent = [a.report for a in attachments if a.report.state != ReportState.DRAFT]
    if thing.pk in gathered.own:
        return None
    report = sent[0] if sent else None
    consent, consent_until = consent_of(gathered.consents.get(thing.pk, []))
    arrived_at = uploads[0].created_at if uploads else thing.created_at
    happened_at = (report.happened_at if report else None) or getattr(thing, "taken_at", None)
    is_decorative = getattr(thing, "is_decorative", False)
    return {
        "kind": thing.type if kind == "video" else kind,
        "state": uploads[-1].state if uploads else UploadState.READY,
        "title": thing.title,
        "words": _words(thing, report),
        "credit": thing.credit,
        "licence": thing.licence,
        "licence_until": thing.licence_until,
        "is_described": bool(thing.alt_text or is_decorative),
        "unit_path": thing.unit_path,
        "officer_id": report.officer_id if report else None,
        "report_id": report.pk if report else None,
        "village_id": report.village_id if report else None,
        "village_code": report.village.code if report and report.village_id else "",
        "activity_id": report.activity_id if report else None,
        "programme_id": report.programme_id if report else None,
        "protect_mark": thing.protect_mark,
        "consent": consent,
        "consent_until": consent_until,
        "usage": _usage(thing.pk, gathered),
        "sha256": uploads[-1].sha256 if uploads else "",
        "happened_on": timezone.localdate(happened_at or arrived_at),
        "arrived_at": arrived_at,
    }


def _usage(pk: int, gathered: Gathered) -> str:
    if pk in gathered.public:
        return AssetUsage.PUBLIC
    return AssetUsage.DRAFT if pk in gathered.in_stories else AssetUsage.NONE


def consent_of(consents: Iterable[Consent]) -> tuple[str, datetime.date | None]:
    """(state, until when all of them hold) for the site: withdrawn as soon as one person took
    theirs back and gave no other, elsewhere when one agreed to other uses alone. None is without
    end."""
    given: dict[str, datetime.date | None] = {}
    elsewhere: set[str] = set()
    taken_back: set[str] = set()
    for consent in consents:
        subject = consent.subject.casefold()
        if consent.withdrawn_at is not None:
            taken_back.add(subject)
        elif consent.replaced_at is not None:
            continue  # given for an earlier file
        elif ConsentUse.SITE not in consent.uses:
            elsewhere.add(subject)
        elif subject not in given:
            given[subject] = consent.expires_on
        else:
            given[subject] = _later(given[subject], consent.expires_on)
    if taken_back - given.keys():
        return AssetConsent.WITHDRAWN, None
    if elsewhere - given.keys():
        return AssetConsent.ELSEWHERE, None
    if not given:
        return AssetConsent.NONE, None
    ends = [end for end in given.values() if end is not None]
    return AssetConsent.GIVEN, min(ends, default=None)


def _later(one: datetime.date | None, other: datetime.date | None) -> datetime.date | None:
    return None if one is None or other is None else max(one, other)


def _words(thing, report) -> str:
    parts = [thing.title, thing.alt_text, thing.credit, *(tag.name for tag in thing.tags.all())]
    if report is not None:
        place = report.village.place_line if report.village_id else ""
        parts += [report.title, report.officer.name, place]
    return " ".join(" ".join(parts).split()).casefold()[:WORDS_MAX]
