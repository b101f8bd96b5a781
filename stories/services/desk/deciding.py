"""What becomes of a report: given back, taken back, not used, reopened, put aside, brought back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from stories.models import Report, ReportEvent, ReportState
from stories.note_variables import fill
from stories.services.desk.drafts import forget_drafts
from stories.services.desk.holding import hold, locked, require_holder
from stories.services.desk.notes import count_use
from stories.services.due import set_due
from stories.services.steps import take_step, tell_officer

NOTE_MIN = 10
SPIKE_REASON_MIN = 5


@transaction.atomic
def return_report(*, actor, report_id: UUID, note: str, from_notes: tuple[int, ...] = ()) -> Report:
    """Give a report back to its officer with a coaching note, who may improve and resend it.

    Variables in ``note`` are filled in; ``from_notes`` are the ready-made notes it came from, and
    are counted as used. Side effect: a notice to the officer. Raises Invalid for a note under 10
    characters, Conflict unless the actor holds the report.
    """
    report = hold(actor=actor, report_id=report_id)
    note = fill(note, report)
    note = checked_note(note, _("Tulis apa yang perlu diperbaiki, paling sedikit %(min)s huruf."))
    take_step(actor=actor, report=report, event="return", note=note)
    report.save()
    forget_drafts(report)
    count_use(from_notes, report=report)
    tell_officer(
        report,
        lambda: _("Laporan “%(title)s” perlu sedikit perbaikan.") % {"title": report.title},
    )
    return report


@transaction.atomic
def recall(*, actor, report_id: UUID) -> Report:
    """Take a report that was given back into ``actor``'s hands again, as it was sent, due anew.

    Words that its officer saved meanwhile and did not send stay with the report, for them alone.
    Side effect: a notice to the officer. Raises Conflict unless it is given back.
    """
    report = locked(actor, report_id)
    take_step(actor=actor, report=report, event="recall")
    read_again(actor=actor, report=report)
    return report


def read_again(*, actor, report: Report) -> None:
    """Put the locked ``report``, whose decision was taken back, into ``actor``'s hands, due anew.
    Side effects: it is saved; a notice to the officer."""
    report.claimed_by, report.claimed_at = actor, timezone.now()
    set_due(report, since=report.claimed_at)
    report.save()
    tell_officer(
        report,
        lambda: _("Redaksi membaca ulang laporan “%(title)s”.") % {"title": report.title},
    )


@transaction.atomic
def decline(*, actor, report_id: UUID, note: str) -> Report:
    """Decide that a report does not become a story, with a reason that the officer reads.

    Side effect: a notice to the officer. Raises Invalid for a reason under 10 characters, Conflict
    unless the actor holds the report.
    """
    report = hold(actor=actor, report_id=report_id)
    note = checked_note(note, _("Tulis alasannya untuk pelapor, paling sedikit %(min)s huruf."))
    take_step(actor=actor, report=report, event="decline", note=note)
    report.save()
    forget_drafts(report)
    tell_officer(
        report,
        lambda: _("Laporan “%(title)s” tidak dimuat. Baca alasannya.") % {"title": report.title},
    )
    return report


@transaction.atomic
def reopen(*, actor, report_id: UUID) -> Report:
    """Bring a declined report back into the queue, due anew from now."""
    return _back_into_queue(actor, report_id, event="reopen")


@transaction.atomic
def spike(*, actor, report_id: UUID, reason: str) -> Report:
    """Put a report aside without a decision: sent by mistake, a trial, the same thing twice.

    The reason is for the desk and kept in the audit; the officer sees only that the report is put
    aside. Raises Invalid for a reason under 5 characters, Conflict when somebody else holds it.
    """
    report = locked(actor, report_id)
    if report.state == ReportState.CLAIMED:
        require_holder(actor, report)
    reason = checked_note(
        reason,
        _("Tulis alasan menyisihkannya, paling sedikit %(min)s huruf."),
        least=SPIKE_REASON_MIN,
    )
    take_step(actor=actor, report=report, event="spike", note=reason)
    report.save()
    forget_drafts(report)
    return report


@transaction.atomic
def restore(*, actor, report_id: UUID) -> Report:
    """Bring a report that was put aside back into the queue, due anew from now."""
    return _back_into_queue(actor, report_id, event="restore")


def _back_into_queue(actor, report_id: UUID, *, event: str) -> Report:
    report = locked(actor, report_id)
    take_step(actor=actor, report=report, event=event)
    set_due(report, since=timezone.now())
    report.save()
    return report


def checked_note(note: str, sentence: str, *, least: int = NOTE_MIN) -> str:
    """``note`` without what no text holds. Raises Invalid when too short (``sentence``) or long."""
    note = note.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(note) < least:
        raise Invalid(sentence % {"min": least}, fields={"note": sentence % {"min": least}})
    if len(note) > ReportEvent.NOTE_MAX:
        too_long = _("Catatan terlalu panjang: paling banyak %(max)s huruf.") % {
            "max": ReportEvent.NOTE_MAX
        }
        raise Invalid(too_long, fields={"note": too_long})
    return note
