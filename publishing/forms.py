"""What administrators type about receivers; the service judges it."""

from __future__ import annotations

import re

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.people.admin.choosers import own_unit_chooser
from cms.places.models import Level, Region, Unit
from publishing.channel import choices
from publishing.events import (
    CORRECTED,
    GONE,
    LEFT,
    RELEASED,
    RESTORED,
    TEST,
    UPDATED,
)
from publishing.filters import NAMES
from publishing.models import ItemState
from publishing.registry import all_adapters

EVENT_WORDS = {
    RELEASED: _("Terbit"),
    UPDATED: _("Diubah"),
    CORRECTED: _("Diralat"),
    RESTORED: _("Tayang lagi"),
    GONE[ItemState.WITHDRAWN]: _("Ditarik"),
    GONE[ItemState.UNPUBLISHED]: _("Tidak terbit lagi"),
    GONE[ItemState.EXPIRED]: _("Masa tayang berakhir"),
    LEFT: _("Keluar dari saringan"),
    TEST: _("Uji coba"),
}
CHOSEN = ("kind", "province")
TYPED = ("programme", "activity", "topic", "regency")
TYPED_MAX = 2000


def _kinds():
    return [(adapter.kind, capfirst(model._meta.verbose_name)) for model, adapter in all_adapters()]


def _provinces():
    rows = Region.objects.filter(level=Level.PROVINCE, retired_on=None).order_by("name")
    return list(rows.values_list("code", "name"))


def _typed(label, help_text=""):
    return forms.CharField(label=label, required=False, max_length=TYPED_MAX, help_text=help_text)


class ReceiverForm(forms.Form):
    """Where a receiver is and what it hears of. Everything but name and address may stay empty."""

    name = forms.CharField(label=_("Nama penerima"), max_length=120)
    url = forms.CharField(label=_("Alamat (URL)"), max_length=2000)
    events = forms.MultipleChoiceField(
        label=_("Peristiwa"),
        choices=[
            (event, words) for event, words in EVENT_WORDS.items() if event not in (LEFT, TEST)
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Kosong: semua. Penarikan selalu dikirim kepada yang sudah menerima terbitannya."
        ),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True),
        label=_("Satuan dan bawahannya"),
        required=False,
        widget=own_unit_chooser.widget_class(show_edit_link=False),
        help_text=_("Kosong: seluruh Indonesia (hanya administrator Mabes)."),
    )
    kind = forms.MultipleChoiceField(
        label=_("Jenis"), choices=_kinds, required=False, widget=forms.CheckboxSelectMultiple
    )
    province = forms.MultipleChoiceField(
        label=_("Provinsi"),
        choices=_provinces,
        required=False,
        help_text=_("Beberapa: tahan Ctrl sambil memilih."),
    )
    regency = _typed(_("Kabupaten/kota"), _("Kode wilayah, dipisah koma: 32.01, 32.71."))
    programme = _typed(_("Program"), _("Nama di alamat, dipisah koma: kearifan-lokal, olahraga."))
    activity = _typed(_("Kegiatan"), _("Dipisah koma: sambang, penyuluhan."))
    topic = _typed(_("Topik"), _("Dipisah koma."))

    def wishes(self) -> dict:
        """The cleaned fields as the services take them."""
        data = self.cleaned_data
        typed = {name: re.split(r"[,\s]+", data[name].lower()) for name in TYPED}
        return {
            "name": data["name"],
            "url": data["url"],
            "events": data["events"],
            "unit": data["unit"],
            "filters": {name: data[name] for name in CHOSEN} | typed,
        }


class SubscriptionForm(ReceiverForm):
    """A new receiver."""

    field_order = ("channel",)
    channel = forms.ChoiceField(label=_("Kanal"), choices=choices)


def initial_of(subscription) -> dict:
    """What the form of an existing receiver shows."""
    filters = subscription.filters
    values = {name: filters.get(name, []) for name in NAMES if name != "unit"}
    code = next(iter(filters.get("unit", [])), None)
    return {
        "name": subscription.name,
        "url": subscription.config.get("url", ""),
        "events": subscription.events,
        "unit": Unit.objects.filter(code=code).first() if code else None,
        **{name: values[name] for name in CHOSEN},
        **{name: ", ".join(values[name]) for name in TYPED},
    }
