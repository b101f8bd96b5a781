"""The desk (*meja redaksi*): an editor takes a report, and decides what becomes of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.people.models import RoleAssignment
from stories.models import Report, ReportEvent, ReportState
from stories.permissions import DESK_WORKERS, may_work_on
from stories.services.intake import due_at
from stories.services.steps import take_step, tell_officer

NOTE_MIN = 10


@transaction.atomic
def claim(*, actor, report_id: UUID) -> Report:
    """Take a waiting report so that nobody else works on it; again by its holder changes nothing.

    Raises Refused outside the actor's units, Conflict naming the holder when somebody else has it.
    """
    report = _locked(actor, report_id)
    if report.state == ReportState.CLAIMED:
        _require_holder(actor, report)
        return report
    take_step(actor=actor, report=report, event="claim", note=_desk_name(actor, report))
    report.claimed_by, report.claimed_at = actor, timezone.now()
    report.save()
    return report


@transaction.atomic
def release_claim(*, actor, report_id: UUID) -> Report:
    """Put a report back into the queue. Raises Conflict unless the actor holds it."""
    report = _locked(actor, report_id)
    _require_holder(actor, report)
    take_step(actor=actor, report=report, event="release_claim")
    report.save()
    return report


@transaction.atomic
def return_report(*, actor, report_id: UUID, note: str) -> Report:
    """Give a report back to its officer with a coaching note, who may improve and resend it.

    Side effect: a notice to the officer. Raises Invalid for a note under 10 characters, Conflict
    unless the actor holds the report.
    """
    report = _locked(actor, report_id)
    _require_holder(actor, report)
    note = _checked_note(note, _("Tulis apa yang perlu diperbaiki, paling sedikit %(min)s huruf."))
    take_step(actor=actor, report=report, event="return", note=note)
    report.save()
    tell_officer(
        report, _("Laporan “%(title)s” perlu sedikit perbaikan.") % {"title": report.title}
    )
    return report


@transaction.atomic
def decline(*, actor, report_id: UUID, note: str) -> Report:
    """Decide that a report does not become a story, with a reason that the officer reads.

    Side effect: a notice to the officer. Raises Invalid for a reason under 10 characters, Conflict
    unless the actor holds the report.
    """
    report = _locked(actor, report_id)
    _require_holder(actor, report)
    note = _checked_note(note, _("Tulis alasannya untuk pelapor, paling sedikit %(min)s huruf."))
    take_step(actor=actor, report=report, event="decline", note=note)
    report.save()
    tell_officer(
        report, _("Laporan “%(title)s” tidak dimuat. Baca alasannya.") % {"title": report.title}
    )
    return report


@transaction.atomic
def reopen(*, actor, report_id: UUID) -> Report:
    """Bring a declined report back into the queue, due anew from now."""
    report = _locked(actor, report_id)
    take_step(actor=actor, report=report, event="reopen")
    report.due_at = due_at(submitted_at=timezone.now(), protect_mark=report.protect_mark)
    report.save()
    return report


def hold(*, actor, report_id: UUID) -> Report:
    """The locked report, held by ``actor``: for services that go on from here.

    Raises Refused, Missing or Conflict. Must be called inside a transaction.
    """
    report = _locked(actor, report_id)
    _require_holder(actor, report)
    return report


def _locked(actor, report_id: UUID) -> Report:
    report = lock(
        Report.objects.select_related("officer__user", "claimed_by").exclude(
            state=ReportState.DRAFT
        ),
        pk=report_id,
    )
    may_work_on(actor, report).require()
    return report


def _desk_name(actor, report: Report) -> str:
    """The unit for which ``actor`` reads this report, nearest to it; the officer sees the name."""
    held = RoleAssignment.objects.filter(user=actor, role__in=DESK_WORKERS).select_related("unit")
    names = {a.unit.path: a.unit.name for a in held if report.unit_path.startswith(a.unit.path)}
    return names[max(names, key=len)] if names else ""


def _require_holder(actor, report: Report) -> None:
    if report.state != ReportState.CLAIMED:
        raise Conflict(
            _("Ambil dulu laporan ini. Statusnya sekarang “%(state)s”.")
            % {"state": report.get_state_display()}
        )
    if report.claimed_by_id != actor.pk:
        raise Conflict(
            _("Laporan ini sedang dikerjakan %(holder)s.") % {"holder": report.claimed_by}
        )


def _checked_note(note: str, sentence: str) -> str:
    note = note.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(note) < NOTE_MIN:
        raise Invalid(sentence % {"min": NOTE_MIN}, fields={"note": sentence % {"min": NOTE_MIN}})
    if len(note) > ReportEvent.NOTE_MAX:
        too_long = _("Catatan terlalu panjang: paling banyak %(max)s huruf.") % {
            "max": ReportEvent.NOTE_MAX
        }
        raise Invalid(too_long, fields={"note": too_long})
    return note
