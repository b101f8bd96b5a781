"""The history of a report in the officer's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stories.models import Report, ReportEvent, ReportState


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    title: str
    at: datetime
    note: str = ""


def steps_of(report: Report) -> list[Step]:
    """The steps of ``report``, oldest first. Reads its prefetched events."""
    return [_step(event) for event in report.events.all()]


def _step(event: ReportEvent) -> Step:
    desk = event.note if event.event == "claim" else ""
    titles = {
        "submit": _("Laporan terkirim ke meja redaksi"),
        "claim": _("Diterima redaksi %(unit)s – sedang dibaca") % {"unit": desk}
        if desk
        else _("Diterima redaksi – sedang dibaca"),
        "release_claim": _("Kembali ke antrean redaksi"),
        "return": _("Dikembalikan dengan catatan"),
        "decline": _("Tidak dimuat"),
        "reopen": _("Dipertimbangkan lagi oleh redaksi"),
        "accept": _("Diterima – sedang ditulis menjadi cerita"),
        "publish": _("Terbit"),
        "unpublish": _("Cerita sedang tidak tayang"),
    }
    note = "" if event.event == "claim" else event.note
    return Step(titles[event.event], event.at, note)


def what_now(report: Report) -> str:
    """One sentence: where the report is and what happens next."""
    return {
        ReportState.DRAFT: _("Masih draf. Lengkapi lalu kirim; hanya Anda yang melihatnya."),
        ReportState.SUBMITTED: _("Laporan Anda menunggu dibaca redaksi."),
        ReportState.CLAIMED: _("Redaksi sedang membaca laporan Anda."),
        ReportState.RETURNED: _("Redaksi meminta sedikit perbaikan. Baca catatannya di bawah."),
        ReportState.ACCEPTED: _("Redaksi sedang menulis ceritanya."),
        ReportState.DECLINED: _("Laporan ini tidak dimuat, tetapi tetap tercatat."),
        ReportState.PUBLISHED: _("Ceritanya sudah terbit. Terima kasih!"),
    }[report.state]
