"""What administrators type about officers, postings and roles; the services judge it."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.accounts.tokens import READ, SCOPES
from cms.base.errors import DomainError, Invalid
from cms.people.admin.choosers import own_unit_chooser
from cms.people.facts import EARLIEST_YEAR
from cms.people.models import Officer, Rank, Role
from cms.people.services.officers import OfficerFacts
from cms.places.choosers import village_chooser
from cms.places.models import Level, Region, Unit

QUERY_MAX = 80


def say(form: forms.Form, error: DomainError) -> None:
    """Put what a service refused beside its field, or above the form."""
    fields = error.fields if isinstance(error, Invalid) else {}
    beside = {name: text for name, text in fields.items() if name in form.fields}
    for name, text in beside.items():
        form.add_error(name, text)
    if not beside:
        form.add_error(None, str(error))


def _text(name: str, *, help_text: str = "", widget=None) -> forms.CharField:
    column = Officer._meta.get_field(name)
    return forms.CharField(
        label=capfirst(column.verbose_name),
        help_text=help_text or column.help_text,
        # More than the column holds: the service drops spaces before it counts.
        max_length=2 * (column.max_length or 254),
        required=not column.blank,
        widget=widget,
    )


def _plausible(day: datetime.date) -> None:
    if not EARLIEST_YEAR <= day.year <= timezone.localdate().year + 2:
        raise forms.ValidationError(_("Tahun ini tidak masuk akal."))


def _day(label, **fields) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[_plausible],
        **fields,
    )


def _unit_field(**fields) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Unit.objects.filter(is_active=True),
        widget=own_unit_chooser.widget_class(show_edit_link=False),
        **fields,
    )


class OfficerForm(forms.Form):
    """The facts of an officer; ``unit`` only of a new one, later it is a transfer."""

    nrp = _text(
        "nrp", help_text=_("8 angka (NIP: 18). Tidak pernah tampil di luar; dipakai untuk masuk.")
    )
    name = _text("name", help_text=_("Nama lengkap tanpa pangkat. Tampil di halaman publik."))
    rank = forms.ChoiceField(label=_("Pangkat"), choices=Rank)
    unit = _unit_field(label=_("Satuan"), help_text=_("Hanya satuan Anda dan satuan di bawahnya."))
    public_phone = _text("public_phone")
    private_phone = _text("private_phone")
    private_email = _text("private_email")
    bio = _text("bio", widget=forms.Textarea({"rows": 3}))
    is_active = forms.BooleanField(
        label=_("Aktif"),
        required=False,
        initial=True,
        help_text=_("Lepas tanda ini bila ia tidak bertugas lagi: ia tidak dapat masuk lagi."),
    )

    def __init__(self, *args, officer: Officer | None = None, **kwargs):
        self.officer = officer
        if officer is not None:
            own = {name: getattr(officer, name) for name in self.base_fields}
            kwargs["initial"] = own | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if officer is not None:
            del self.fields["unit"]

    @property
    def facts(self) -> OfficerFacts:
        """What was typed, for the services; the rest as it is."""
        kept = {}
        if self.officer is not None:
            kept = {"unit": self.officer.unit, "portrait": self.officer.portrait}
        return OfficerFacts(**kept, **self.cleaned_data)


class PortraitForm(forms.Form):
    """A portrait."""

    file = forms.FileField(
        label=_("Foto diri"),
        max_length=200,
        help_text=_("JPEG, PNG, WebP atau HEIC, paling besar 40 MB. Tampil di halaman publik."),
        widget=forms.FileInput({"accept": "image/*"}),
        error_messages={
            "required": _("Pilih foto dulu."),
            "empty": _("Berkas ini kosong."),
            "invalid": _("Berkas tidak terkirim; coba lagi."),
        },
    )


class PostingForm(forms.Form):
    """A village and the days."""

    village = forms.ModelChoiceField(
        Region.objects.filter(level=Level.VILLAGE, retired_on=None),
        label=_("Desa atau kelurahan"),
        widget=village_chooser.widget_class(show_edit_link=False),
    )
    begins_on = _day(_("Mulai"), initial=timezone.localdate)
    ends_on = _day(_("Selesai"), required=False, help_text=_("Kosong: sampai ada perubahan."))


class EndPostingForm(forms.Form):
    """The last day of a posting."""

    ends_on = _day(_("Hari terakhir"))


class TransferForm(forms.Form):
    """Where to, and from when."""

    unit = _unit_field(label=_("Satuan baru"))
    on = _day(
        _("Mulai tanggal"),
        initial=timezone.localdate,
        help_text=_("Semua penugasan di satuan lama berakhir sehari sebelumnya."),
    )


class OfficerFilterForm(forms.Form):
    """What the list of officers shows."""

    ACTIVE, LEFT, ALL = "aktif", "tidak", "semua"

    q = forms.CharField(
        label=_("Cari nama, NRP atau desa"),
        required=False,
        max_length=QUERY_MAX,
        widget=forms.TextInput({"type": "search"}),
    )
    unit = _unit_field(label=_("Satuan"), required=False)
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[(ACTIVE, _("Aktif")), (LEFT, _("Tidak aktif")), (ALL, _("Semua"))],
    )


class RoleForm(forms.Form):
    """A role for somebody who signs in with ``login``."""

    login = forms.CharField(label=_("NRP atau e-mail"), max_length=254)
    name = forms.CharField(
        label=_("Nama"),
        required=False,
        max_length=150,
        help_text=_("Hanya bila ia belum punya akun: akunnya dibuat sekaligus."),
    )
    role = forms.ChoiceField(label=_("Peran"), choices=Role)
    unit = _unit_field(
        label=_("Satuan"), help_text=_("Peran berlaku di satuan ini dan semua satuan di bawahnya.")
    )


class RoleFilterForm(forms.Form):
    """What the list of roles shows."""

    q = forms.CharField(
        label=_("Cari nama, NRP atau e-mail"),
        required=False,
        max_length=QUERY_MAX,
        widget=forms.TextInput({"type": "search"}),
    )
    role = forms.ChoiceField(
        label=_("Peran"), required=False, choices=[("", _("Semua peran")), *Role.choices]
    )
    unit = _unit_field(label=_("Satuan"), required=False)


class TokenForm(forms.Form):
    """A new API token, for oneself when no ``login`` is given."""

    name = forms.CharField(
        label=_("Nama"), max_length=80, help_text=_("Untuk apa, misalnya “Situs Polda Jabar”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Lingkup"),
        choices=[(scope.name, scope.label) for scope in SCOPES.values()],
        initial=[READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Centang hanya yang diperlukan. Token tidak pernah boleh lebih daripada pemiliknya: "
            "hanya Bhabinkamtibmas yang mengirim laporan dan fotonya, hanya penerbit yang "
            "menerbitkan dan menarik."
        ),
    )
    days = forms.TypedChoiceField(
        label=_("Masa berlaku"),
        choices=[(30, _("30 hari")), (90, _("90 hari")), (365, _("365 hari"))],
        initial=90,
        coerce=int,
    )
    login = forms.CharField(
        label=_("NRP atau e-mail pemilik"),
        required=False,
        max_length=254,
        help_text=_("Kosong: Anda sendiri. Administrator dapat membuat untuk orang di satuannya."),
    )
