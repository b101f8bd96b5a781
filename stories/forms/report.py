"""The officer's form. It only parses: what is right or wrong is judged by the intake service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cms.media.models import ProtectMark
from cms.places.zones import zone_of
from stories.models import Report
from stories.selectors.reports import activities, programmes
from stories.services.attachments import CAPTION_MAX, AttachmentChanges
from stories.services.intake import ReportInput

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
FILE_INPUTS = ("photos", "camera", "video", "audio")


class TermField(forms.ModelChoiceField):
    """An activity or a programme, by its name in the page's language."""

    def label_from_instance(self, obj):
        return obj.name_in(get_language())


class ReportForm(forms.Form):
    """Activity, programme, village, when, title, text, what to protect, consent.

    Nothing is required here and nothing is too long: a draft may lack everything, and what was
    typed must come back whole.
    """

    report_id = forms.UUIDField(widget=forms.HiddenInput)
    seen_submitted_at = forms.CharField(required=False, widget=forms.HiddenInput)
    activity = TermField(
        label=gettext_lazy("Kegiatan"),
        queryset=None,
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kegiatan itu tidak ada dalam daftar.")},
    )
    programme = TermField(
        label=gettext_lazy("Program"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Tidak termasuk program"),
        error_messages={"invalid_choice": gettext_lazy("Program itu tidak ada dalam daftar.")},
    )
    village = forms.CharField(label=gettext_lazy("Desa atau kelurahan"), required=False)
    village_query = forms.CharField(label=gettext_lazy("Cari desa lain"), required=False)
    happened_at = forms.CharField(
        label=gettext_lazy("Waktu kegiatan"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
    )
    title = forms.CharField(
        label=gettext_lazy("Judul"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Satu kalimat pendek: siapa melakukan apa."),
    )
    text = forms.CharField(
        label=gettext_lazy("Cerita kegiatan"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Apa yang terjadi, siapa yang hadir, apa hasilnya bagi warga."),
    )
    protect_mark = forms.ChoiceField(
        label=gettext_lazy("Siapa yang perlu dilindungi?"),
        choices=ProtectMark.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Redaksi akan menyamarkan orangnya sebelum cerita terbit."),
        error_messages={"invalid_choice": gettext_lazy("Pilih salah satu dari daftar.")},
    )
    has_consent = forms.BooleanField(
        label=gettext_lazy("Orang dalam foto sudah setuju dipotret dan dimuat"),
        required=False,
        help_text=gettext_lazy("Untuk anak, walinya yang menyetujui."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = activities()
        self.fields["programme"].queryset = programmes()
        self.fields["title"].widget.attrs["maxlength"] = Report.TITLE_MAX
        self.fields["text"].widget.attrs["maxlength"] = Report.TEXT_MAX

    def clean_happened_at(self) -> datetime | None:
        typed = self.cleaned_data["happened_at"].strip()
        if not typed:
            return None
        try:
            return datetime.fromisoformat(typed[:32])
        except ValueError:
            raise forms.ValidationError(
                _("Tanggal dan jam tidak terbaca. Contoh: 2026-11-23T09:30.")
            ) from None

    def clean_seen_submitted_at(self) -> datetime | None:
        try:
            seen = datetime.fromisoformat(self.cleaned_data["seen_submitted_at"][:40])
        except ValueError:
            return None
        return seen if seen.tzinfo else None

    def to_input(self) -> ReportInput:
        """What could be parsed. Call after ``is_valid()``, whatever it said."""
        got = self.cleaned_data
        activity, programme = got.get("activity"), got.get("programme")
        return ReportInput(
            activity_id=activity.pk if activity else None,
            programme_id=programme.pk if programme else None,
            village_code=got.get("village", ""),
            happened_at=got.get("happened_at"),
            title=got.get("title", ""),
            text=got.get("text", ""),
            protect_mark=got.get("protect_mark", ""),
            has_consent=got.get("has_consent", False),
            seen_submitted_at=got.get("seen_submitted_at"),
            names_seen="seen_submitted_at" in self.data,
        )

    def unreadable(self) -> dict[str, str]:
        """The first sentence about each field that could not be parsed."""
        return {name: str(errors[0]) for name, errors in self.errors.items()}

    def read_now(self, report: Report) -> None:
        """The page brings what the desk said last of ``report``: sending again answers that."""
        self.data = self.data.copy()
        self.data["seen_submitted_at"] = seen_submitted_at(report)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Show the service's sentences at their fields."""
        for name, sentence in problems.items():
            if name not in self.errors:
                is_shown = name in self.fields and not self.fields[name].widget.is_hidden
                self.add_error(name if is_shown else None, sentence)


def initial_of(report: Report) -> dict:
    """What the form shows for a saved ``report``; the time in the village's zone."""
    zone = ZoneInfo(zone_of(report.village.code if report.village else ""))
    return {
        "report_id": report.pk,
        "seen_submitted_at": seen_submitted_at(report),
        "activity": report.activity_id,
        "programme": report.programme_id,
        "village": report.village.code if report.village else "",
        "happened_at": report.happened_at.astimezone(zone).strftime(LOCAL_FORMAT)
        if report.happened_at
        else "",
        "title": report.own_title,
        "text": report.own_text,
        "protect_mark": report.protect_mark,
        "has_consent": report.has_consent,
    }


def seen_submitted_at(report: Report | None) -> str:
    """What the form says of when the report was last sent; empty for what never was."""
    return report.submitted_at.isoformat() if report and report.submitted_at else ""


def new_files(files: MultiValueDict) -> list:
    """Every file of the form's inputs, in order, without the empty ones browsers send."""
    return [file for name in FILE_INPUTS for file in files.getlist(name) if file.name]


def attachment_changes(data: QueryDict, ids: Iterable[int]) -> AttachmentChanges:
    """Removals, order and captions of attachments ``ids``; what cannot be read changes nothing."""
    known = list(ids)
    positions, captions = {}, {}
    for pk in known:
        position = data.get(f"position-{pk}", "")
        if position.isascii() and position.isdigit() and len(position) <= 3:
            positions[pk] = int(position)
        if f"caption-{pk}" in data:
            captions[pk] = data[f"caption-{pk}"][: CAPTION_MAX * 2]
    wanted = set(data.getlist("remove"))
    return AttachmentChanges(
        remove=frozenset(pk for pk in known if str(pk) in wanted),
        positions=positions,
        captions=captions,
    )
