"""Sample data of the style page: long words, no photo, ten photos, errors."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import PublishedItem

LONG = "Mempertanggungjawabkan ketidakberpihakan penyelenggaraan kemasyarakatan"


class ManyFilesInput(forms.FileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class SampleForm(forms.Form):
    """One of each control."""

    title = forms.CharField(label=_("Judul"), max_length=150, help_text=_("Satu kalimat pendek."))
    text = forms.CharField(label=_("Isi laporan"), widget=forms.Textarea)
    when = forms.DateTimeField(
        label=_("Waktu kegiatan"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    activity = forms.ChoiceField(
        label=_("Kegiatan"), choices=[("sambang", "Sambang"), ("patroli", "Patroli")]
    )
    mark = forms.ChoiceField(
        label=_("Siapa yang perlu dilindungi?"),
        choices=[("", _("Tidak ada")), ("child", _("Ada anak")), ("victim", _("Ada korban"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Wajahnya disamarkan sebelum dimuat."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topik"),
        choices=[("a", _("Keamanan lingkungan")), ("b", _("Kenakalan remaja"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photos = forms.FileField(label=_("Foto"), widget=ManyFilesInput(), required=False)
    consent = forms.BooleanField(
        label=_("Orang dalam foto sudah setuju"), help_text=_("Untuk anak, walinya.")
    )


def _photo(number: int) -> dict[str, Any]:
    source = {"url": static("cms/img/sample.svg"), "content_type": "image/svg+xml"}
    return {
        "kind": "photo",
        "public_id": str(uuid.UUID(int=number)),
        "alt": "Bukit, sawah, dan matahari pagi",
        "caption": "Warga berkumpul di balai desa sebelum ronda malam." if number % 3 == 0 else "",
        "credit": "Polsek Cibinong" if number % 3 == 0 else "",
        "sources": [{**source, "width": 1200, "height": 800, "byte_count": 1}],
        "poster": None,
        "duration_s": 0.0,
    }


def _film() -> dict[str, Any]:
    source = {"url": static("cms/img/sample.svg"), "content_type": "video/mp4"}
    return {
        "kind": "video",
        "alt": "Ronda malam",
        "caption": "Ronda malam di Pondok Rajeg.",
        "sources": [{**source, "width": 1280, "height": 720, "byte_count": 1}],
        "stream": None,
        "poster": {"url": source["url"], "width": 1280, "height": 720},
        "captions": [{"url": source["url"], "language": "id", "label": "Indonesia"}],
        "duration_s": 60.0,
    }


def _recording() -> dict[str, Any]:
    source = {"url": static("cms/img/sample.svg"), "content_type": "audio/mp4"}
    return {"kind": "audio", "alt": "", "caption": LONG, "sources": [source], "captions": []}


def _item(title: str, *, kind: str = "story", photo: bool = True, **fields: Any) -> PublishedItem:
    now = timezone.now()
    data = {
        "people": [{"public_id": str(uuid.UUID(int=1)), "name": "Budi Santoso", "rank": "Aipda"}],
        "place": {"village": "Pondok Rajeg", "regency": "Kabupaten Bogor"},
        "programme": {"slug": "kearifan-lokal", "name": "Kearifan lokal"},
        "media": [_photo(0)] if photo else [],
    }
    return PublishedItem(
        public_id=uuid.uuid4(),
        kind=kind,
        path="/gaya/",
        title=title,
        summary="Dua warga yang berselisih soal pagar akhirnya berjabat tangan di balai desa.",
        published_at=now,
        updated_at=now,
        lead_image=_photo(0) if photo else None,
        data=data | fields.pop("data", {}),
        **fields,
    )


def context() -> dict[str, Any]:
    """Everything that ``site/style.html`` names."""
    now = timezone.now()
    wrong = SampleForm({"title": "", "text": "Ronda", "when": "kapan-kapan", "activity": "tidur"})
    wrong.full_clean()
    return {
        "lead": _item("Pagar yang membelah dua keluarga, dan secangkir kopi yang menyatukan"),
        "items": [
            _item("Anak muda Cibinong melukis tembok pos ronda"),
            _item(f"{LONG} di Kecamatan Pangkalankerinci", has_video=True),
            _item("Cerita tanpa foto tetap layak dibaca", photo=False),
            _item("Aipda Budi Santoso", kind="hero", photo=False),
            _item("Festival Bhabinkamtibmas 2026", kind="award", photo=False),
        ],
        "photos": [_photo(n) for n in range(10)],
        "film": _film(),
        "recording": _recording(),
        "form": SampleForm(auto_id="baik_%s"),
        "wrong": wrong,
        "steps": [
            {"title": _("Terkirim"), "state": "done", "at": now - timedelta(hours=5)},
            {
                "title": _("Dikembalikan"),
                "state": "done",
                "at": now - timedelta(hours=3),
                "note": "Ceritanya sudah kuat. Boleh ditambah: apa kata kedua keluarga setelahnya?",
            },
            {"title": _("Sedang dibaca redaksi"), "state": "now", "at": now},
            {"title": _("Terbit"), "state": "next"},
        ],
        "corrections": [
            {
                "at": now.isoformat(),
                "note": "Semula tertulis 20 warga; yang benar 12 warga.",
                "earlier_path": "/gaya/",
            },
            {"at": now.isoformat(), "note": "Nama desa dibetulkan.", "earlier_path": ""},
        ],
        "head": [_("Satuan"), _("Cerita"), _("Terlambat")],
        "rows": [["Polsek Cibinong", "128", "3"], ["Polsek Pangkalan Kerinci Kota", "7", "–"]],
        "long_word": LONG,
        "buttons": ["", "quiet", "danger", "warm"],
    }
