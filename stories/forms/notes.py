"""A ready-made note as typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.base.widgets import LongSelect
from cms.people import roles
from cms.places.models import Unit
from stories.models import Activity, CoachingNote, NoteTopic
from stories.permissions import DESK_WORKERS, may_edit_note
from stories.selectors.desk.queue import units_in_scope
from stories.services.desk.notes import NoteInput, note_version


class NoteForm(forms.Form):
    """Whose it is, what about, and the words."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Untuk meja redaksi"), required=False, widget=LongSelect
    )
    title = forms.CharField(label=gettext_lazy("Judul singkat"), max_length=80)
    topic = forms.ChoiceField(label=gettext_lazy("Pokok"), choices=NoteTopic.choices)
    activity = forms.ModelChoiceField(
        label=gettext_lazy("Kegiatan"),
        queryset=Activity.objects.all(),
        required=False,
        empty_label=gettext_lazy("Semua kegiatan"),
    )
    text = forms.CharField(
        label=gettext_lazy("Isi catatan"),
        max_length=CoachingNote.TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    # Of the words that the form showed.
    version = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, note: CoachingNote | None = None, **kwargs):
        if note is not None and not args:
            kwargs["initial"] = {
                "unit": note.unit.path if note.unit else "",
                "title": note.title,
                "topic": note.topic,
                "activity": note.activity_id,
                "text": note.text,
                "version": note_version(note),
            }
        super().__init__(*args, **kwargs)
        self._units = {unit.path: unit for unit in _own_units(user)}
        # Further down than units are listed: it stays theirs when a word is mended.
        if note is not None and note.unit and may_edit_note(user, note):
            self._units.setdefault(note.unit.path, note.unit)
        choices = [(path, unit.name) for path, unit in self._units.items()]
        if may_edit_note(user, CoachingNote(unit=None)):
            choices.insert(0, ("", _("Semua satuan")))
        self.fields["unit"].choices = choices
        self.fields["unit"].required = "" not in dict(choices)

    def as_read(self, values: Mapping[str, Any]) -> dict[str, str]:
        """These values as a person reads them: the names of what was chosen."""
        read = {name: " ".join(str(values.get(name) or "").split()) for name in ("title", "text")}
        for name in ("unit", "topic", "activity"):
            choices = {str(key): str(label) for key, label in self.fields[name].choices}
            value = str(values.get(name) or "")
            read[name] = choices.get(value, value)
        return read

    def data_for_service(self) -> NoteInput:
        """What the service takes."""
        got = self.cleaned_data
        return NoteInput(
            title=" ".join(got["title"].split()),
            text=got["text"],
            topic=got["topic"],
            activity=got["activity"],
            unit=self._units.get(got["unit"]),
        )


def _own_units(user) -> list[Unit]:
    """The units for whose desk the user may write: those that they hold a role in, and below."""
    scope = roles.scope(user, *DESK_WORKERS)
    return [u for u in units_in_scope(user) if user.is_superuser or scope.covers(u.path)]
