"""What the library can be asked for, and what can be done with what was chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.media.models import Licence, ProtectMark
from cms.people.models import Officer
from cms.places.choosers import region_chooser, unit_chooser
from cms.places.models import Region, Unit
from stories.models import Activity, AssetKind, AssetUsage, Programme
from stories.selectors.library import ORDERINGS, LibraryFilter

TAGS_MAX, TAG_MAX = 10, 60
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
        max_length=600,
        required=False,
        help_text=_("Pisahkan dengan koma."),
    )
    # Of the words that the form showed.
    version = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != "photo":
            del self.fields["is_decorative"]


class DownloadForm(forms.Form):
    """What a download is for; it is written down."""

    purpose = forms.CharField(
        label=_("Untuk keperluan apa"),
        min_length=PURPOSE_MIN,
        max_length=200,
        help_text=_("Dicatat bersama nama Anda dan waktunya."),
    )


def tags_in(text: str) -> list[str]:
    """The labels in a line of text, each once, at most so many of so many letters."""
    found: dict[str, str] = {}
    for part in text.split(","):
        tag = " ".join(part.replace("\x00", "").split())[:TAG_MAX]
        if tag:
            found.setdefault(tag.casefold(), tag)
    return list(found.values())[:TAGS_MAX]
