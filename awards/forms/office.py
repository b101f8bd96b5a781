"""What the award secretary types in the admin."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.deadlines import ZONES
from awards.models import AwardEditionPage
from cms.accounts.models import User
from cms.people import roles
from cms.people.models import Role
from cms.places.models import Unit

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


class StartForm(forms.Form):
    """A new edition."""

    title = forms.CharField(label=_("Judul"), min_length=5, max_length=200)
    year = forms.IntegerField(label=_("Tahun"), min_value=2000, max_value=2100)
    unit = forms.ModelChoiceField(label=_("Satuan penyelenggara"), queryset=Unit.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(is_active=True, depth__lte=3)
        if not user.is_superuser:
            units = units.filter(roles.scope(user, Role.AWARD_SECRETARY).q("path"))
        self.fields["unit"].queryset = units.order_by("path")


class ReasonForm(forms.Form):
    """Why something is done; kept in the audit chain."""

    reason = forms.CharField(
        label=_("Alasan"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": _("Tulis sedikitnya 10 huruf.")},
    )


def _moment(label, *, required: bool = True) -> forms.CharField:
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=[LOCAL_FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
    )


class TimelineForm(forms.Form):
    """Dates as clocks show them in the chosen zone, whatever zone the typist sits in."""

    zone = forms.ChoiceField(
        label=_("Zona waktu semua jam di bawah"),
        choices=[(zone, f"{ZONE_NAMES[zone]} ({zone})") for zone in ZONES],
    )
    nominations_open = _moment(_("Usulan dibuka"))
    nominations_close = _moment(_("Usulan ditutup"))
    review_close = _moment(_("Penilaian ditutup"))
    public_test_open = _moment(_("Uji publik dibuka"), required=False)
    public_test_close = _moment(_("Uji publik ditutup"), required=False)
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        help_text=_("Wajib sesudah edisi dibuka."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def initial_of(cls, edition: AwardEditionPage) -> dict[str, str]:
        """What stands now, as wall-clock text of the edition's zone."""
        shown = {"zone": edition.zone}
        for name in AwardEditionPage.TIMELINE:
            moment = getattr(edition, name)
            shown[name] = (
                moment.astimezone(edition.zone_info).strftime(LOCAL_FORMAT) if moment else ""
            )
        return shown

    def full_clean(self):
        # Fields read the active zone; the form's own choice names it.
        zone = self.data.get("zone") if self.is_bound else None
        with timezone.override(ZoneInfo(zone if zone in ZONES else ZONES[0])):
            super().full_clean()


class PanelistForm(forms.Form):
    """Whom to invite."""

    login = forms.CharField(
        label=_("NRP atau e-mail"),
        max_length=254,
        help_text=_("Orang yang sudah diberi peran juri oleh administrator."),
    )
    public_name = forms.CharField(label=_("Nama yang tampil"), min_length=3, max_length=150)
    biography = forms.CharField(
        label=_("Siapa orang ini"),
        help_text=_("Terbit di halaman penghargaan."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_external = forms.BooleanField(label=_("Dari luar Polri"), required=False)
    is_chair = forms.BooleanField(label=_("Ketua panel"), required=False)
    categories = forms.MultipleChoiceField(
        label=_("Hanya kategori ini"),
        help_text=_("Kosongkan untuk semua kategori."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_pk = {str(category.pk): category for category in edition.categories.all()}
        self.fields["categories"].choices = [(pk, c.name) for pk, c in self.by_pk.items()]

    def clean_login(self):
        login = self.cleaned_data["login"].strip()
        user = User.objects.filter(nrp=login).first()
        user = user or User.objects.filter(email__iexact=login).exclude(email="").first()
        if user is None:
            raise forms.ValidationError(_("Tidak ada akun dengan NRP atau e-mail itu."))
        return user

    def clean_categories(self):
        return [self.by_pk[pk] for pk in self.cleaned_data["categories"]]


class DecisionForm(forms.Form):
    """What the panel decided in its session."""

    nominations = forms.MultipleChoiceField(
        label=_("Penerima"),
        help_text=_("Kosongkan bila tidak ada penerima. Lebih dari satu berarti bersama."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    present = forms.MultipleChoiceField(
        label=_("Juri yang hadir"), widget=forms.CheckboxSelectMultiple
    )
    votes_for = forms.IntegerField(label=_("Suara setuju"), min_value=1, max_value=99)
    no_award = forms.BooleanField(label=_("Tidak ada penerima dalam kategori ini"), required=False)
    reason = forms.CharField(
        label=_("Alasan keputusan"),
        help_text=_("Terbit bersama pengumuman."),
        min_length=20,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.nominees = {
            str(line.nomination.pk): line.nomination
            for line in sheet.lines
            if line.standing.has_quorum
        }
        self.voters = {str(panelist.pk): panelist for panelist in sheet.voters}
        self.fields["nominations"].choices = [
            (pk, str(nomination.officer)) for pk, nomination in self.nominees.items()
        ]
        self.fields["present"].choices = [
            (pk, f"{p.public_name} ({_('luar Polri')})" if p.is_external else p.public_name)
            for pk, p in self.voters.items()
        ]

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("nominations")
        if chosen is not None and bool(chosen) == bool(cleaned.get("no_award")):
            self.add_error("nominations", _("Pilih penerima, atau centang “tidak ada penerima”."))
        cleaned["nominations"] = [self.nominees[pk] for pk in chosen or []]
        cleaned["present"] = [self.voters[pk] for pk in cleaned.get("present") or []]
        return cleaned
