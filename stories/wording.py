"""The history of a report in the officer's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stories.models import Report, ReportEvent, ReportState


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    event: str
    title: str
    at: datetime
    note: str = ""


# The desk's own steps: who gave a report to whom is not the officer's worry.
INTERNAL = frozenset({"hand_over", "take_over"})
# What the desk noted for itself.
UNTOLD_NOTES = frozenset({"claim", "assign", "spike"})


def steps_of(report: Report) -> list[Step]:
    """The steps of ``report``, oldest first. Reads its prefetched events."""
    return [_step(event) for event in report.events.all() if event.event not in INTERNAL]


def _step(event: ReportEvent) -> Step:
    desk = event.note if event.event in ("claim", "assign") else ""
    taken = (
        _("Diterima redaksi %(unit)s – sedang dibaca") % {"unit": desk}
        if desk
        else _("Diterima redaksi – sedang dibaca")
    )
    titles = {
        "submit": _("Laporan terkirim ke meja redaksi"),
        "split_off": _("Dipisah redaksi dari laporan Anda yang lain"),
        "claim": taken,
        "assign": taken,
        "split": _("Sebagian dipisah redaksi menjadi laporan sendiri"),
        "release_claim": _("Kembali ke antrean redaksi"),
        "return": _("Dikembalikan dengan catatan"),
        "recall": _("Dibaca ulang oleh redaksi"),
        "decline": _("Tidak dimuat"),
        "reopen": _("Dipertimbangkan lagi oleh redaksi"),
        "spike": _("Disisihkan redaksi, belum diputuskan"),
        "restore": _("Kembali ke antrean redaksi"),
        "accept": _("Diterima – sedang ditulis menjadi cerita"),
        "unaccept": _("Dibaca ulang oleh redaksi"),
        "publish": _("Terbit"),
        "unpublish": _("Cerita sedang tidak tayang"),
    }
    note = "" if event.event in UNTOLD_NOTES else event.note
    return Step(event.event, titles[event.event], event.at, note)


def what_now(report: Report) -> str:
    """One sentence: where the report is and what happens next."""
    return {
        ReportState.DRAFT: _("Masih draf. Lengkapi lalu kirim; hanya Anda yang melihatnya."),
        ReportState.SUBMITTED: _("Laporan Anda menunggu dibaca redaksi."),
        ReportState.CLAIMED: _("Redaksi sedang membaca laporan Anda."),
        ReportState.RETURNED: _("Redaksi meminta sedikit perbaikan. Baca catatannya di bawah."),
        ReportState.ACCEPTED: _("Redaksi sedang menulis ceritanya."),
        ReportState.DECLINED: _("Laporan ini tidak dimuat, tetapi tetap tercatat."),
        ReportState.SPIKED: _(
            "Laporan ini disisihkan dulu oleh redaksi dan tetap tercatat. Anda tidak perlu "
            "melakukan apa-apa."
        ),
        ReportState.PUBLISHED: _("Ceritanya sudah terbit. Terima kasih!"),
    }[report.state]


def step_name(event: str) -> str:
    """What was done, in the desk's words; empty for a step that is not known."""
    return {
        "submit": _("Terkirim"),
        "split_off": _("Dipisah dari laporan lain"),
        "claim": _("Diambil"),
        "assign": _("Diserahkan kepada rekan"),
        "hand_over": _("Diserahkan kepada rekan"),
        "take_over": _("Diambil alih"),
        "split": _("Sebagian dipisah"),
        "release_claim": _("Dilepas ke antrean"),
        "return": _("Dikembalikan"),
        "recall": _("Pengembalian dibatalkan"),
        "decline": _("Tidak dimuat"),
        "reopen": _("Dipertimbangkan lagi"),
        "spike": _("Disisihkan"),
        "restore": _("Kembali ke antrean"),
        "accept": _("Diterima"),
        "unaccept": _("Penerimaan dibatalkan"),
        "publish": _("Terbit"),
        "unpublish": _("Tidak tayang"),
    }.get(event, "")
