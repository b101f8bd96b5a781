"""What an editor types is saved as they type, and survives a take-over."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Invalid
from cms.base.versions import Overtaken
from cms.base.workflow import lock
from stories.models import (
    SPLIT_DRAFT_FIELDS,
    Commendation,
    DeskDraft,
    DeskDraftField,
    Report,
    ReportEvent,
    ReportState,
)
from stories.note_variables import fill
from stories.permissions import may_commend
from stories.selectors.desk.report import split_version
from stories.selectors.desk.visible import OPEN_STATES
from stories.services.desk.holding import locked

MOST = {
    DeskDraftField.COMMEND: Commendation.TEXT_MAX,
    DeskDraftField.KEPT_TITLE: Report.TITLE_MAX,
    DeskDraftField.PART_TITLE: Report.TITLE_MAX,
    DeskDraftField.KEPT_TEXT: Report.TEXT_MAX,
    DeskDraftField.PART_TEXT: Report.TEXT_MAX,
}


class NewerDraft(Conflict):
    """The same person typed on in another window; ``draft`` is what stands there."""

    def __init__(self, draft: DeskDraft):
        super().__init__(
            _("Anda menulis di jendela lain juga. Kedua tulisan ada di bawah; pilih satu.")
        )
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft as saved, and whether its writer can still send it."""

    draft: DeskDraft
    can_send: bool


@transaction.atomic
def autosave(
    *, actor, report_id: UUID, field: str, text: str, version: int, seen: str = ""
) -> Saved:
    """Keep what ``actor`` types about a report. ``version`` is that of the draft they went on from
    (0 for none); ``seen`` is the ``split_version`` of the words that are being shared out.

    It is kept even when the report was taken over meanwhile: the caller tells them so. Words that
    they have just sent with their decision are not kept again. Raises NewerDraft when they wrote in
    another window since, Overtaken when the report that is being split has other words by now,
    Conflict for thanks that were given, Invalid for an unknown field.
    """
    if field not in DeskDraftField.values:
        raise Invalid(_("Kolom itu tidak dikenal."))
    # Browsers send the ends of lines as two letters; the field on the page counts one.
    text = text.replace("\x00", "").replace("\r\n", "\n")
    text = text[: MOST.get(DeskDraftField(field), ReportEvent.NOTE_MAX)]
    report = _locked_for(actor, report_id, field)
    if field in SPLIT_DRAFT_FIELDS and seen != split_version(report):
        raise Overtaken(
            _(
                "Laporan ini berubah sejak halaman ini dibuka. Tulisan Anda masih ada di sini, "
                "belum tersimpan; bila dikirim, keduanya ditampilkan."
            )
        )
    draft = DeskDraft.objects.filter(report=report, user=actor, field=field).first()
    if draft is None:
        draft = DeskDraft(report=report, user=actor, field=field, version=0)
    elif draft.version != version and draft.text != text:
        raise NewerDraft(draft)
    if field != DeskDraftField.COMMEND and _was_sent(text, report, actor):
        return Saved(draft, can_send=False)
    draft.text = text
    draft.version += 1
    draft.saved_at = timezone.now()
    draft.save()
    return Saved(draft, _can_send(field, report, actor))


def _locked_for(actor, report_id: UUID, field: str) -> Report:
    """The locked report, for whoever may send ``field``: thanks are the leaders', all else is the
    desk's."""
    if field != DeskDraftField.COMMEND:
        return locked(actor, report_id)
    report = lock(Report.objects.exclude(state=ReportState.DRAFT), pk=report_id)
    may_commend(actor, report).require()
    require_unthanked(actor, report)
    return report


def require_unthanked(actor, report: Report) -> None:
    """Raises Conflict, in words, when ``actor`` thanked for ``report`` before."""
    if Commendation.objects.filter(report=report, leader=actor).exists():
        raise Conflict(_("Anda sudah memberi apresiasi untuk laporan ini."))


def _can_send(field: str, report: Report, actor) -> bool:
    if field == DeskDraftField.COMMEND:
        return True
    if field == DeskDraftField.SPIKE and report.state == ReportState.SUBMITTED:
        return True
    return report.state == ReportState.CLAIMED and report.claimed_by_id == actor.pk


def _was_sent(text: str, report: Report, actor) -> bool:
    """Whether this save was overtaken by the decision that sent its words, or more of them."""
    last = report.events.order_by("-id").first()
    if report.state in OPEN_STATES or last is None or last.actor_id != actor.pk:
        return False
    return any(last.note.startswith(words.strip()) for words in (text, fill(text, report)))


@transaction.atomic
def drop_draft(*, actor, report_id: UUID, draft_id: int) -> None:
    """Throw away something that ``actor`` typed; nothing of anybody else's."""
    report = locked(actor, report_id)
    DeskDraft.objects.filter(pk=draft_id, report=report, user=actor).delete()


def forget_drafts(report: Report) -> None:
    """The report was decided: what the desk typed about it is sent or no longer needed. A leader's
    thanks are no part of the decision."""
    DeskDraft.objects.filter(report=report).exclude(field=DeskDraftField.COMMEND).delete()


def forget_split_drafts(report: Report) -> None:
    """The report was split: what was typed of how to split it was about other words."""
    DeskDraft.objects.filter(report=report, field__in=SPLIT_DRAFT_FIELDS).delete()


def forget_thanks_draft(actor, report: Report) -> None:
    """``actor`` thanked: the words they typed are sent."""
    drafts = DeskDraft.objects.filter(report=report, user=actor, field=DeskDraftField.COMMEND)
    drafts.delete()
