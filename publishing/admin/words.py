"""What deliveries and receivers say to a person."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.forms import EVENT_WORDS

FILTER_WORDS = {
    "kind": gettext_lazy("Jenis"),
    "programme": gettext_lazy("Program"),
    "activity": gettext_lazy("Kegiatan"),
    "province": gettext_lazy("Provinsi"),
    "regency": gettext_lazy("Kabupaten/kota"),
    "unit": gettext_lazy("Satuan"),
    "topic": gettext_lazy("Topik"),
}
OUTCOME_WORDS = {
    "sent": gettext_lazy("Terkirim"),
    "refused": gettext_lazy("Ditolak"),
    "unknown": gettext_lazy("Tidak jelas"),
    "broken": gettext_lazy("Kesalahan di sini"),
}


def plain_error(error: str) -> str:
    """``error`` of a delivery or an attempt in plain words; empty when there was none."""
    status = re.fullmatch(r"HTTP (\d{3})", error)
    if status and status[1] == "410":
        return _("Penerima sudah tutup (HTTP 410); langganannya dijeda.")
    if status and status[1] == "429":
        return _("Penerima minta jeda (HTTP 429).")
    if status and status[1].startswith("5"):
        return _("Penerima sedang bermasalah (%(error)s).") % {"error": error}
    if status and status[1].startswith("3"):
        return _("Penerima menyuruh ke alamat lain (%(error)s); itu tidak diikuti.") % {
            "error": error
        }
    if status:
        return _("Penerima menolak (%(error)s).") % {"error": error}
    if "public internet" in error:
        return _("Alamat penerima tidak berada di internet publik.")
    if error.endswith("."):
        return error  # a sentence of ours already
    if error:
        return _("Penerima tidak menjawab sampai selesai (%(error)s).") % {"error": error}
    return ""


def event_word(event: str) -> str:
    """``event`` as a word for the screen."""
    return str(EVENT_WORDS.get(event, event))


def filters_in_words(subscription) -> str:
    """What a receiver hears of, in one line."""
    parts = [
        f"{FILTER_WORDS.get(name, name)}: {', '.join(values)}"
        for name, values in subscription.filters.items()
    ]
    if subscription.events:
        parts.append(", ".join(event_word(event) for event in subscription.events))
    return " · ".join(parts) or _("Semua terbitan")
