"""What the desk can be asked for, from the address of the page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories.models import Activity, ReportState
from stories.selectors.desk import QUEUE_STATES, DeskFilter, units_in_scope


class DeskFilterForm(forms.Form):
    """Unit, state, activity, overdue, mine, words. Anything unknown is refused with a sentence."""

    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[(state.value, state.label) for state in QUEUE_STATES],
        required=False,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Satuan"), required=False)
    activity = forms.ModelChoiceField(
        label=gettext_lazy("Kegiatan"),
        queryset=Activity.objects.all(),
        required=False,
        empty_label=gettext_lazy("Semua kegiatan"),
    )
    overdue = forms.BooleanField(label=gettext_lazy("Terlambat saja"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Yang saya pegang"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Judul atau nama Bhabinkamtibmas"), required=False, max_length=100
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        units = units_in_scope(user)
        top = min((unit.depth for unit in units), default=1)
        self.fields["unit"].choices = [("", _("Semua satuan saya"))] + [
            (unit.path, f"{'– ' * (unit.depth - top)}{unit.name}") for unit in units
        ]

    def wanted(self) -> DeskFilter:
        """The filter; fields that could not be read count as empty."""
        got = getattr(self, "cleaned_data", {})
        activity = got.get("activity")
        mine = bool(got.get("mine"))
        state = got.get("state") or (ReportState.CLAIMED if mine else ReportState.SUBMITTED)
        return DeskFilter(
            state=state,
            unit_path=got.get("unit") or "",
            activity_id=activity.pk if activity else None,
            overdue=bool(got.get("overdue")),
            mine=mine,
            query=" ".join((got.get("q") or "").split()),
        )
