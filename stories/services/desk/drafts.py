"""What an editor types is saved as they type, and survives a take-over."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Invalid
from stories.models import DeskDraft, DeskDraftField, Report, ReportEvent, ReportState
from stories.note_variables import fill
from stories.selectors.desk.visible import OPEN_STATES
from stories.services.desk.holding import locked


class NewerDraft(Conflict):
    """The same person typed on in another window; ``draft`` is what stands there."""

    def __init__(self, draft: DeskDraft):
        super().__init__(
            _("Anda menulis di jendela lain juga. Kedua tulisan ada di bawah; pilih satu.")
        )
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft as saved, and whether its writer still holds the report."""

    draft: DeskDraft
    holds: bool


@transaction.atomic
def autosave(*, actor, report_id: UUID, field: str, text: str, version: int) -> Saved:
    """Keep what ``actor`` types about a report. ``version`` is that of the draft they went on from
    (0 for none).

    It is kept even when the report was taken over meanwhile: the caller tells them so. Words that
    they have just sent with their decision are not kept again. Raises NewerDraft when they wrote in
    another window since, Invalid for an unknown field.
    """
    if field not in DeskDraftField.values:
        raise Invalid(_("Kolom itu tidak dikenal."))
    # Browsers send the ends of lines as two letters; the field on the page counts one.
    text = text.replace("\x00", "").replace("\r\n", "\n")[: ReportEvent.NOTE_MAX]
    report = locked(actor, report_id)
    draft = DeskDraft.objects.filter(report=report, user=actor, field=field).first()
    if draft is None:
        draft = DeskDraft(report=report, user=actor, field=field, version=0)
    elif draft.version != version and draft.text != text:
        raise NewerDraft(draft)
    if _was_sent(text, report, actor):
        return Saved(draft, holds=False)
    draft.text = text
    draft.version += 1
    draft.saved_at = timezone.now()
    draft.save()
    holds = report.state == ReportState.CLAIMED and report.claimed_by_id == actor.pk
    return Saved(draft, holds)


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
    """The report was decided: what was typed about it is sent or no longer needed."""
    DeskDraft.objects.filter(report=report).delete()
