"""One report that tells of two things becomes two."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from cms.base.versions import Overtaken
from stories.models import Report, ReportAttachment, ReportState
from stories.selectors.desk.report import split_version
from stories.services.desk.drafts import forget_split_drafts
from stories.services.desk.holding import hold
from stories.services.library.rows import refresh_report
from stories.services.steps import take_step, tell_officer
from stories.services.typed_text import one_line, printable

# What the part shares with the whole: the same officer did it, the same desk answers, as soon.
SHARED = (
    "officer",
    "unit",
    "unit_path",
    "activity",
    "programme",
    "village",
    "happened_at",
    "place_latitude",
    "place_longitude",
    "place_accuracy_m",
    "place_at",
    "protect_mark",
    "has_consent",
    "priority",
    "submitted_at",
    "due_at",
    "warn_at",
    "breach_told_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitInput:
    """What stays with the report, and what goes into the new one."""

    kept_title: str
    kept_text: str
    title: str
    text: str
    attachment_ids: frozenset[int] = frozenset()


@transaction.atomic
def split(*, actor, report_id: UUID, data: SplitInput, seen_version: str | None = None) -> Report:
    """Split a part off a report that ``actor`` holds; return the part, held by them too.

    The officer's own words before are kept in the audit. Side effects: files move with the part,
    history of both, a notice to the officer; what was typed of splitting it is forgotten. Raises
    Invalid, with the fields, when a title or text is missing; Conflict unless the actor holds the
    report; Overtaken when something else is there by now than what ``seen_version`` names (None:
    nothing was seen).
    """
    report = hold(actor=actor, report_id=report_id)
    if seen_version not in (None, split_version(report)):
        raise Overtaken
    texts = _checked(data)
    moved = list(report.attachments.filter(pk__in=data.attachment_ids))
    before = {"title": report.title, "text": report.text}
    part = Report(**{name: getattr(report, name) for name in SHARED}, split_from=report)
    part.title, part.text = texts["title"], texts["text"]
    report.title, report.text = texts["kept_title"], texts["kept_text"]
    if report.files_expected is not None:
        # What is still on its way comes to the whole; what moved is no longer waited for there.
        report.files_expected = max(report.files_expected - len(moved), 0)
    part.save(force_insert=True)
    take_step(
        actor=actor, report=part, event="split_off", data={"split_from": str(report.pk), **before}
    )
    part.claimed_by, part.claimed_at = report.claimed_by, report.claimed_at
    part.save()
    take_step(actor=actor, report=report, event="split", data={"part": str(part.pk), **before})
    report.save()
    forget_split_drafts(report)
    for position, attachment in enumerate(moved):
        ReportAttachment.objects.filter(pk=attachment.pk).update(report=part, position=position)
    for each in (report, part):
        refresh_report(each.pk)
    tell_officer(
        report,
        lambda: (
            _("Redaksi memisah laporan “%(title)s” menjadi dua, supaya masing-masing jelas.")
            % {"title": before["title"]}
        ),
    )
    return part


def is_split(report: Report) -> bool:
    """Whether a part was split off ``report``."""
    return report.split_parts.exclude(state=ReportState.DRAFT).exists()


def _text(typed: str) -> str:
    return printable(typed.replace("\r\n", "\n"), keep="\n").strip()


def _checked(data: SplitInput) -> dict[str, str]:
    values = {
        "kept_title": one_line(data.kept_title),
        "kept_text": _text(data.kept_text),
        "title": one_line(data.title),
        "text": _text(data.text),
    }
    problems = {}
    for name in ("kept_title", "title"):
        if not values[name]:
            problems[name] = _("Tulis judulnya.")
        elif len(values[name]) > Report.TITLE_MAX:
            problems[name] = _("Judul paling panjang %(max)s huruf.") % {"max": Report.TITLE_MAX}
    for name in ("kept_text", "text"):
        if not Report.TEXT_MIN <= len(values[name]) <= Report.TEXT_MAX:
            problems[name] = _("Isi %(min)s sampai %(max)s huruf.") % {
                "min": Report.TEXT_MIN,
                "max": Report.TEXT_MAX,
            }
    if problems:
        raise Invalid(_("Lengkapi kedua bagian."), fields=problems)
    return values
