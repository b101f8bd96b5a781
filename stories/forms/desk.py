"""What the desk can be asked for, from the address of the page."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.base.widgets import LongSelect
from stories.models import Activity, DueRule, Priority, ReportState
from stories.selectors.desk.queue import (
    LATE,
    NEAR,
    NEWEST,
    OPEN,
    QUEUE_STATES,
    DeskFilter,
    units_in_scope,
)

AGES_H = (1, 6, 24, 72)
LIST, COLUMNS = "list", "columns"
PATH = re.compile(r"[0-9A-Z]{4,20}")


class DeskFilterForm(forms.Form):
    """What to show and in which order. Anything unknown is refused with a sentence."""

    view = forms.ChoiceField(
        choices=[(LIST, gettext_lazy("Daftar")), (COLUMNS, pgettext_lazy("tampilan", "Kolom"))],
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[
            *[(state.value, state.label) for state in QUEUE_STATES],
            (OPEN, gettext_lazy("Terbuka")),
        ],
        required=False,
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Urutkan"),
        choices=[
            (NEWEST, gettext_lazy("Terbaru dulu")),
            ("due", gettext_lazy("Tenggat terdekat dulu")),
            ("priority", gettext_lazy("Prioritas, lalu tenggat")),
            ("oldest", gettext_lazy("Terlama dulu")),
        ],
        required=False,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Satuan"), required=False, widget=LongSelect)
    activity = forms.ModelChoiceField(
        label=gettext_lazy("Kegiatan"),
        queryset=Activity.objects.all(),
        required=False,
        empty_label=gettext_lazy("Semua kegiatan"),
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Prioritas"),
        choices=[("", gettext_lazy("Semua prioritas")), *reversed(Priority.choices)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    mark = forms.ChoiceField(
        label=gettext_lazy("Yang dilindungi"),
        choices=[
            ("", gettext_lazy("Bertanda atau tidak")),
            *[choice for choice in DueRule.MARKS if choice[0]],
        ],
        required=False,
    )
    due = forms.ChoiceField(
        label=gettext_lazy("Tenggat"),
        choices=[
            ("", gettext_lazy("Semua")),
            (LATE, gettext_lazy("Terlambat")),
            (NEAR, gettext_lazy("Hampir terlambat")),
        ],
        required=False,
    )
    age = forms.TypedChoiceField(
        label=gettext_lazy("Umur"),
        choices=[("", gettext_lazy("Semua umur"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    mine = forms.BooleanField(label=gettext_lazy("Yang saya pegang"), required=False)
    q = forms.CharField(label=gettext_lazy("Cari judul atau nama"), required=False, max_length=100)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units_in_scope(user, chosen=_path(self.data.get("unit")))
        top = min((unit.depth for unit in self.units), default=1)
        self.fields["unit"].choices = [("", _("Semua satuan saya"))] + [
            (unit.path, f"{'– ' * (unit.depth - top)}{unit.name}") for unit in self.units
        ]
        self.fields["age"].choices = [("", _("Semua umur"))] + [
            (hours, _("Lebih dari %(hours)s jam") % {"hours": hours}) for hours in AGES_H
        ]

    def wanted(self) -> DeskFilter:
        """The filter; fields that could not be read count as empty."""
        got = self._got
        activity = got.get("activity")
        mine = bool(got.get("mine"))
        # Who asks for what is late or one's own does not mean the waiting ones alone.
        otherwise = ReportState.CLAIMED if mine else OPEN if got.get("due") else None
        state = got.get("state") or otherwise or ReportState.SUBMITTED
        return DeskFilter(
            state=state,
            unit_path=got.get("unit") or "",
            activity_id=activity.pk if activity else None,
            priority=got.get("priority"),
            mark=got.get("mark") or "",
            due=got.get("due") or "",
            older_than_h=got.get("age"),
            mine=mine,
            query=" ".join((got.get("q") or "").split()),
            sort=got.get("sort") or NEWEST,
        )

    @property
    def is_columns(self) -> bool:
        """Whether columns were asked for instead of the list."""
        return self._got.get("view") == COLUMNS

    @property
    def narrowed(self) -> int:
        """By how many things beside state and order the queue is narrowed."""
        names = ("unit", "activity", "priority", "mark", "due", "age", "q")
        return sum(self._got.get(name) not in (None, "") for name in names)

    def pairs(self, **changed: str) -> list[tuple[str, str]]:
        """What was asked for, with ``changed``, as an address's pairs, in the form's order;
        nothing that could not be read."""
        got: dict[str, Any] = self._got
        values = {
            name: "on" if got[name] is True else str(getattr(got[name], "pk", got[name]))
            for name in self.fields
            if got.get(name) not in (None, "", False)
        }
        values |= changed
        return [(name, values[name]) for name in self.fields if values.get(name)]

    @property
    def _got(self) -> dict[str, Any]:
        return getattr(self, "cleaned_data", {})


def _path(said: Any) -> str:
    """What was asked for if it may be a unit's path: nothing else is looked up."""
    text = str(said or "")
    return text if PATH.fullmatch(text) else ""
