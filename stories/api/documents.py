"""Reports as the API shows them to their officer, stories as it shows them to a publisher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.base.addresses import absolute
from cms.media.content_type import PHOTO_BYTES_MAX, VIDEO_BYTES_MAX
from cms.media.models import ProtectMark
from cms.media.selectors import progress_of
from cms.places.models import Region
from stories.models import Commendation, Report, ReportAttachment, StoryPage
from stories.models.terms import Term
from stories.selectors.coming import coming_of
from stories.selectors.publication import standing_of, version_of
from stories.selectors.sent_words import sent_words
from stories.services.attachments import MAX_FILES
from stories.services.intake import MAX_AGE
from stories.wording import steps_of, what_now


def report_url(report: Report) -> str:
    """Where the API tells about ``report``."""
    return absolute(f"/api/v1/reports/{report.pk}/")


def summary(report: Report, *, story_path: str, reads: int | None) -> dict[str, Any]:
    """``report`` in a list."""
    return {
        "id": report.pk,
        "url": report_url(report),
        "state": report.state,
        "state_text": report.get_state_display(),
        "title": report.own_title,
        "activity": _named(report.activity),
        "village": _place(report.village),
        "happened_at": report.happened_at,
        "created_at": report.created_at,
        "submitted_at": report.submitted_at,
        "changed_at": report.changed_at,
        "story_url": absolute(story_path) if story_path else None,
        "reads": reads,
    }


def whole(
    report: Report,
    *,
    story_path: str,
    reads: int | None,
    desk_note: str,
    commendations: Iterable[Commendation],
) -> dict[str, Any]:
    """``report`` with its text, files and history, which were fetched with it."""
    return summary(report, story_path=story_path, reads=reads) | {
        "programme": _named(report.programme),
        "text": report.own_text if report.is_editable else sent_words(report).text,
        "protect_mark": report.protect_mark,
        "has_consent": report.has_consent,
        "what_now": what_now(report),
        "desk_note": desk_note,
        "commendations": [
            {"text": one.text, "by": ", ".join(filter(None, (one.leader_name, one.unit_name)))}
            for one in commendations
        ],
        "steps": [
            {"event": step.event, "text": step.title, "note": step.note, "at": step.at}
            for step in steps_of(report)
        ],
        "media": [medium(attachment) for attachment in report.attachments.all()],
        "coming": asdict(coming_of(report)),
        "place": _measured(report),
    }


def medium(attachment: ReportAttachment) -> dict[str, Any]:
    """A photo or video of a report."""
    upload = attachment.upload
    progress = progress_of(upload)
    return {
        "id": upload.pk,
        "kind": upload.kind,
        "state": upload.state,
        # Written by a worker, in Indonesian, from a list of sentences.
        "failure": _(upload.failure) if upload.failure else "",
        "progress": asdict(progress) if progress else None,
        "caption": attachment.caption,
        "byte_count": upload.byte_count,
    }


def _measured(report: Report) -> dict[str, Any] | None:
    if report.place_at is None:
        return None
    return {
        "latitude": float(report.place_latitude),
        "longitude": float(report.place_longitude),
        "accuracy_m": report.place_accuracy_m,
        "at": report.place_at,
    }


def story_summary(page: StoryPage) -> dict[str, Any]:
    """Where ``page``, from ``selectors.publication``, stands."""
    where = standing_of(page)
    return {
        "id": page.public_id,
        "version": version_of(page),
        "state": where.value,
        "state_text": str(where.label),
        "title": page.title,
        "unit": {"code": page.unit.code, "name": page.unit.name} if page.unit_id else None,
        "has_unpublished_changes": page.has_unpublished_changes,
        "url": absolute(page.public_path) if page.public_path else None,
        "first_published_at": page.first_published_at,
        "scheduled_for": page.scheduled_for,
        "embargo_until": page.embargo_until,
        "expires_at": page.expire_at,
        "withdrawn_at": page.taken_down_at,
        "withdrawn_reason": page.takedown_note,
    }


def whole_story(page: StoryPage) -> dict[str, Any]:
    """The same, and what is known of its newest text."""
    newest = page.get_latest_revision_as_object()
    return story_summary(page) | {
        "newest_title": newest.title,
        "obstacles": newest.publish_obstacles(),
    }


def choices(
    *, activities: Iterable[Term], programmes: Iterable[Term], villages: Iterable[Region]
) -> dict[str, Any]:
    """All that a form for a report needs."""
    return {
        "activities": [_choice(term) for term in activities],
        "programmes": [_choice(term) for term in programmes],
        "protect_marks": [
            {"value": value, "name": str(label)} for value, label in ProtectMark.choices
        ],
        "villages": [_place(village) for village in villages],
        "limits": {
            "title_max": Report.TITLE_MAX,
            "text_min": Report.TEXT_MIN,
            "text_max": Report.TEXT_MAX,
            "media_max": MAX_FILES,
            "photo_bytes_max": PHOTO_BYTES_MAX,
            "video_bytes_max": VIDEO_BYTES_MAX,
            "days_max": MAX_AGE.days,
        },
    }


def _named(term: Term | None) -> dict[str, str] | None:
    return {"slug": term.slug, "name": term.name_in(get_language())} if term else None


def _choice(term: Term) -> dict[str, str]:
    return {"slug": term.slug, "name": term.name_in(get_language()), "hint": term.hint}


def _place(region: Region | None) -> dict[str, str] | None:
    if region is None:
        return None
    return {"code": region.code, "name": region.name, "place_line": region.place_line}
