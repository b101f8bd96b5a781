"""What a list says when nothing is in it: each state its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stories.forms.desk import DeskFilterForm
from stories.models import ReportState
from stories.selectors.desk.queue import OPEN

NOTHING_MATCHES = (_("Tidak ada yang cocok"), _("Longgarkan saringan, atau hapus semuanya."))
NOTHING_OF_ONES_OWN = (
    _("Anda tidak memegang laporan"),
    _("Laporan yang Anda ambil dari antrean muncul di sini."),
)
NOTHING_IN = {
    ReportState.SUBMITTED: (
        _("Semua sudah dibaca"),
        _("Laporan baru muncul di sini sendiri, tanpa memuat ulang halaman."),
    ),
    ReportState.CLAIMED: (
        _("Tidak ada yang sedang dikerjakan"),
        _("Laporan yang diambil seorang redaktur muncul di sini sampai diputuskan."),
    ),
    OPEN: (
        _("Tidak ada yang terbuka"),
        _("Laporan yang masuk atau sedang dikerjakan muncul di sini sendiri."),
    ),
    ReportState.RETURNED: (
        _("Tidak ada yang dikembalikan"),
        _("Laporan yang menunggu perbaikan dari pelapornya muncul di sini."),
    ),
    ReportState.ACCEPTED: (
        _("Tidak ada yang menunggu terbit"),
        _("Laporan yang diterima muncul di sini sampai ceritanya terbit."),
    ),
    ReportState.PUBLISHED: (
        _("Belum ada yang terbit"),
        _("Laporan yang ceritanya sudah terbit muncul di sini."),
    ),
    ReportState.DECLINED: (
        _("Tidak ada yang diputuskan tidak dimuat"),
        _("Laporan yang tidak dimuat muncul di sini dan dapat dibuka lagi."),
    ),
    ReportState.SPIKED: (
        _("Tidak ada yang disisihkan"),
        _("Laporan yang disisihkan muncul di sini dan dapat dikembalikan ke antrean."),
    ),
}


def empty_words(form: DeskFilterForm) -> tuple[str, str]:
    """Heading and sentence for an empty list of what was asked for."""
    wanted = form.wanted()
    if form.narrowed:
        return NOTHING_MATCHES
    if wanted.mine:
        return NOTHING_OF_ONES_OWN
    return NOTHING_IN[wanted.state]
