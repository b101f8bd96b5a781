"""What the library can be asked for, and what can be done with what was chosen."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.base.errors import Invalid
from cms.media.models import Licence, ProtectMark
from cms.people.models import Officer
from cms.places.choosers import region_chooser, unit_chooser
from cms.places.models import Region, Unit
from stories.models import Activity, AssetKind, AssetUsage, Programme
from stories.selectors.library import ORDERINGS, LibraryFilter
from stories.services.typed_text import one_line

TAGS_MAX, TAG_MAX = 50, 100
NO_MARK = "lepas"
# To take a mark away is said, not left out.
BULK_MARKS = [choice for choice in ProtectMark.choices if choice[0]] + [
    (NO_MARK, _("Lepas tandanya"))
]
PURPOSE_MIN = 5


def _day(label):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class LibraryFilterForm(forms.Form):
    """The filters as they stand in the address; what cannot be read is said and counts as empty."""

    q = forms.CharField(label=_("Cari kata"), required=False, max_length=100)
    jenis = forms.ChoiceField(
        label=_("Jenis"), required=False, choices=[("", _("Semua")), *AssetKind.choices]
    )
    pemakaian = forms.ChoiceField(
        label=_("Pemakaian"), required=False, choices=[("", _("Semua")), *AssetUsage.choices]
    )
    dari = _day(_("Dari tanggal"))
    sampai = _day(_("Sampai tanggal"))
    kegiatan = forms.TypedChoiceField(
        label=_("Kegiatan"), required=False, coerce=int, empty_value=None
    )
    program = forms.TypedChoiceField(
        label=_("Program"), required=False, coerce=int, empty_value=None
    )
    tanda = forms.ChoiceField(
        label=_("Yang dilindungi"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("any", _("Bertanda apa pun")),
            *[choice for choice in ProtectMark.choices if choice[0]],
        ],
    )
    persetujuan = forms.ChoiceField(
        label=_("Persetujuan"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("valid", _("Berlaku untuk situs")),
            ("elsewhere", _("Tidak untuk situs")),
            ("expiring", _("Segera berakhir (30 hari)")),
            ("expired", _("Sudah berakhir")),
            ("withdrawn", _("Ditarik")),
            ("none", _("Belum dicatat")),
        ],
    )
    hak = forms.ChoiceField(
        label=_("Hak dan kredit"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("own", _("Milik Polri")),
            ("other", _("Milik pihak lain")),
            ("expired", _("Hak pakai sudah berakhir")),
            ("no-credit", _("Tanpa kredit")),
        ],
    )
    label = forms.CharField(label=_("Label"), required=False, max_length=TAG_MAX)
    kembar = forms.BooleanField(label=_("Hanya yang kembar"), required=False)
    mirip = forms.BooleanField(label=_("Hanya yang mirip foto lain"), required=False)
    tanpa_uraian = forms.BooleanField(label=_("Hanya yang belum diuraikan"), required=False)
    anggota = forms.ModelChoiceField(
        label=_("Bhabinkamtibmas"), queryset=Officer.objects.all(), required=False
    )
    satuan = forms.ModelChoiceField(
        label=_("Satuan dan di bawahnya"),
        queryset=Unit.objects.all(),
        required=False,
        widget=unit_chooser.widget_class(),
    )
    tempat = forms.ModelChoiceField(
        label=_("Desa atau wilayah"),
        queryset=Region.objects.all(),
        required=False,
        widget=region_chooser.widget_class(),
    )
    urut = forms.ChoiceField(
        label=_("Urutan"),
        required=False,
        choices=[("baru", _("Terbaru dulu")), ("lama", _("Terlama dulu"))],
    )

    def __init__(self, *args, officer_widget, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["anggota"].widget = officer_widget
        officer_widget.is_required = False
        # Read once: a choice among models would be asked for again when it is checked.
        for name, model in (("kegiatan", Activity), ("program", Programme)):
            terms = [(term.pk, term.name) for term in model.objects.all()]
            self.fields[name].choices = [("", _("Semua")), *terms]

    def wanted(self) -> LibraryFilter:
        """The filter; fields that could not be read count as empty."""
        got: dict[str, Any] = getattr(self, "cleaned_data", {})

        def key(name):
            return got[name].pk if got.get(name) else None

        return LibraryFilter(
            query=" ".join((got.get("q") or "").replace("\x00", "").split()),
            kind=got.get("jenis") or "",
            officer_id=key("anggota"),
            unit_path=got["satuan"].path if got.get("satuan") else "",
            region_code=got["tempat"].code if got.get("tempat") else "",
            since=got.get("dari"),
            until=got.get("sampai"),
            activity_id=got.get("kegiatan"),
            programme_id=got.get("program"),
            mark=got.get("tanda") or "",
            consent=got.get("persetujuan") or "",
            usage=got.get("pemakaian") or "",
            rights=got.get("hak") or "",
            tag=(got.get("label") or "").strip(),
            twins=bool(got.get("kembar")),
            alike=bool(got.get("mirip")),
            undescribed=bool(got.get("tanpa_uraian")),
            order=got.get("urut") if got.get("urut") in ORDERINGS else "baru",
        )


class AssetForm(forms.Form):
    """Words, rights and labels of one photo, film or recording."""

    title = forms.CharField(label=_("Judul untuk staf"), max_length=255)
    alt_text = forms.CharField(
        label=_("Teks alternatif"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang terlihat, untuk pembaca yang tidak dapat melihatnya."),
    )
    is_decorative = forms.BooleanField(
        label=_("Hanya hiasan: tidak perlu diuraikan"), required=False
    )
    credit = forms.CharField(label=_("Kredit"), max_length=200, required=False)
    licence = forms.ChoiceField(label=_("Hak pakai"), choices=Licence.choices, required=False)
    licence_until = forms.DateField(
        label=_("Hak pakai sampai"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Sesudah hari itu ditarik dari publik. Kosong: tanpa batas."),
    )
    tags = forms.CharField(
        label=_("Label"),
        required=False,
        help_text=_("Pisahkan dengan koma; label yang berisi koma: dalam tanda petik ganda."),
    )
    # Of the words that the form showed.
    version = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, kind: str, tags: Iterable[str], **kwargs):
        """``tags`` are those that the asset has now."""
        self._tags = sorted(tags)
        super().__init__(*args, **kwargs)
        self.fields["tags"].initial = tags_as_text(self._tags)
        if kind != "photo":
            del self.fields["is_decorative"]

    def clean_tags(self) -> list[str]:
        """What was left as it was shown stays so, whatever other doors put there."""
        text = self.cleaned_data["tags"]
        if text == tags_as_text(self._tags):
            return self._tags
        try:
            return tags_in(text)
        except Invalid as error:
            raise ValidationError(str(error)) from None


class DownloadForm(forms.Form):
    """What a download is for; it is written down."""

    purpose = forms.CharField(
        label=_("Untuk keperluan apa"),
        min_length=PURPOSE_MIN,
        max_length=200,
        help_text=_("Dicatat bersama nama Anda dan waktunya."),
    )


def tags_in(text: str) -> list[str]:
    """The labels in a line of text, each once; one with a comma stands in double quotes. Raises
    Invalid for too many, and for one that is too long."""
    try:
        parts = next(csv.reader([" ".join(text.split())], skipinitialspace=True), [])
    except csv.Error:
        raise Invalid(_("Label ini tidak terbaca.")) from None
    found: dict[str, str] = {}
    for part in parts:
        tag = one_line(part)
        if tag:
            found.setdefault(tag.casefold(), tag)
    if len(found) > TAGS_MAX:
        raise Invalid(_("Paling banyak %(max)s label.") % {"max": TAGS_MAX})
    for tag in found.values():
        if len(tag) > TAG_MAX:
            said = {"tag": tag[:40], "max": TAG_MAX}
            raise Invalid(_("Label “%(tag)s…” lebih panjang dari %(max)s huruf.") % said)
    return list(found.values())


def tags_as_text(tags: Iterable[str]) -> str:
    """``tags`` as :func:`tags_in` reads them."""
    return ", ".join(
        '"{}"'.format(tag.replace('"', '""')) if "," in tag or tag.startswith('"') else tag
        for tag in tags
    )


def mark_in(said: str) -> str:
    """The mark that the bar of many at once sends; empty takes it away. Raises Invalid when
    nothing was chosen."""
    if not said:
        raise Invalid(_("Pilih dulu tandanya."))
    return "" if said == NO_MARK else said
