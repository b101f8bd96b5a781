"""The library of ready-made notes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Invalid
from cms.base.versions import Overtaken, version_of
from cms.base.workflow import lock
from cms.places.models import Unit
from stories.models import Activity, CoachingNote, Report
from stories.note_variables import unknown_variables
from stories.permissions import may_edit_note
from stories.selectors.notes import notes_of_units_above

TEXT_MIN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteInput:
    """A note as typed. Without a unit it is everybody's."""

    title: str
    text: str
    topic: str
    activity: Activity | None = None
    unit: Unit | None = None


def note_version(note: CoachingNote) -> str:
    """Which words ``note`` has now: what a form that shows them gives back."""
    names = ("title", "text", "topic", "activity_id", "unit_id")
    return version_of({name: getattr(note, name) for name in names})


@transaction.atomic
def save_note(
    *, actor, data: NoteInput, note_id: int | None = None, seen_version: str | None = None
) -> CoachingNote:
    """Add a note, or change ``note_id``. Raises Refused where the actor may not, Invalid, Missing,
    Overtaken when it has other words than those of ``seen_version`` (None: none were seen).

    Who may change it is asked for the unit it had and for the one it gets.
    """
    note = lock(CoachingNote.objects, pk=note_id) if note_id else CoachingNote()
    if note.pk:
        may_edit_note(actor, note).require()
        if seen_version not in (None, note_version(note)):
            raise Overtaken
    before = {"title": note.title, "text": note.text} if note.pk else {}
    text = data.text.replace("\r\n", "\n").strip()
    if len(text) < TEXT_MIN:
        short = _("Tulis isi catatan, paling sedikit %(min)s huruf.") % {"min": TEXT_MIN}
        raise Invalid(short, fields={"text": short})
    if unknown := unknown_variables(text):
        sentence = _("Tidak kenal %(names)s. Periksa ejaannya.") % {
            "names": ", ".join(f"{{{name}}}" for name in unknown)
        }
        raise Invalid(sentence, fields={"text": sentence})
    note.title, note.text, note.topic = data.title, text, data.topic
    note.activity, note.unit = data.activity, data.unit
    may_edit_note(actor, note).require()
    note.changed_by = actor
    note.save()
    audit.append(
        actor=actor,
        verb="note.save",
        target=note,
        data={"before": before, "title": note.title, "text": note.text},
        chain=_chain(note),
    )
    return note


@transaction.atomic
def retire_note(*, actor, note_id: int, is_active: bool = False) -> CoachingNote:
    """Put a note out of use, or back into it. Raises Refused, Missing."""
    note = lock(CoachingNote.objects, pk=note_id)
    may_edit_note(actor, note).require()
    if note.is_active != is_active:
        note.is_active, note.changed_by = is_active, actor
        note.save()
        verb = "note.restore" if is_active else "note.retire"
        audit.append(actor=actor, verb=verb, target=note, chain=_chain(note))
    return note


def count_use(note_ids: tuple[int, ...], *, report: Report) -> None:
    """Count that these notes went out with ``report``; strangers among them are left out."""
    if note_ids:
        notes_of_units_above(report.unit_path).filter(pk__in=note_ids[:20]).update(
            used_count=F("used_count") + 1
        )


def _chain(note: CoachingNote) -> str:
    return f"stories:{note.unit.path[:8]}" if note.unit else "stories:notes"
