"""Probes of the sweeper: only the composition root knows every sweep."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.base.health import Limits, Probe, Reading, register
from cms.base.health.probes import WORK
from cms.base.health.words import DAY, MINUTE, age_s, span
from cms.base.models import Heartbeat
from cms.config.sweeps import SWEEPS

NEVER_S = 365.0 * DAY
WORDS = {
    "publish_due": gettext_lazy("Terbit sesuai jadwal"),
    "release_due": gettext_lazy("Akhir embargo dan yang tertinggal"),
    "deliver_due": gettext_lazy("Kiriman ke penerima"),
    "tidy_deliveries": gettext_lazy("Merapikan catatan pengiriman"),
    "purge_due": gettext_lazy("Pembersihan tembolok"),
    "edge_files": gettext_lazy("Merapikan tembolok"),
    "ping_hubs": gettext_lazy("Kabar ke hub WebSub"),
    "consents_over": gettext_lazy("Persetujuan yang sudah berakhir"),
    "licences_over": gettext_lazy("Hak pakai yang sudah berakhir"),
    "media_forbidden": gettext_lazy("Gambar publik yang tidak boleh tampil"),
    "doomed_files": gettext_lazy("Penghapusan berkas"),
    "consent_reminders": gettext_lazy("Pengingat akhir persetujuan"),
    "licence_reminders": gettext_lazy("Pengingat akhir hak pakai"),
    "media_uploads": gettext_lazy("Berkas yang tertinggal"),
    "media_resumable": gettext_lazy("Kiriman yang tidak diteruskan"),
    "media_tusd": gettext_lazy("Kiriman yang utuh di tusd"),
    "film_redactions": gettext_lazy("Penyamaran video"),
    "media_recipes": gettext_lazy("Foto yang disiapkan ulang"),
    "originals": gettext_lazy("Berkas asli yang habis masanya"),
    "renditions": gettext_lazy("Turunan staf yang habis masanya"),
    "media_orphans": gettext_lazy("Kiriman berkas tanpa catatan"),
    "media_strays": gettext_lazy("Berkas tersimpan tanpa catatan"),
    "media_public_strays": gettext_lazy("Salinan publik tanpa catatan"),
    "push_due": gettext_lazy("Kabar ke ponsel"),
    "tally_terms": gettext_lazy("Hitungan program, kegiatan dan topik"),
    "task_results": gettext_lazy("Merapikan antrean pekerjaan"),
    "officer_imports": gettext_lazy("Merapikan impor personel"),
    "request_keys": gettext_lazy("Merapikan kunci permintaan"),
    "sessions": gettext_lazy("Merapikan sesi"),
    "library": gettext_lazy("Baris pustaka media"),
    "report_files": gettext_lazy("Lampiran laporan yang tertinggal"),
    "desk": gettext_lazy("Tenggat meja redaksi"),
    "statistics": gettext_lazy("Statistik basis data"),
}


def sweeps() -> Iterator[Reading]:
    """How much later than its turn each sweep is that last succeeded; a year for one that never
    did."""
    beats = Heartbeat.objects.in_bulk([sweep.name for sweep in SWEEPS], field_name="name")
    for sweep in SWEEPS:
        name = sweep.name
        beat, said = beats.get(name), str(WORDS[name])
        if beat is None or beat.ok_at is None:
            words = _("%(name)s: belum pernah berhasil.") % {"name": said}
            yield Reading(NEVER_S, words, {"sweep": name})
            continue
        seconds = age_s(beat.ok_at)
        words = _("%(name)s: berhasil %(span)s lalu.") % {"name": said, "span": span(seconds)}
        if beat.error:
            words += " " + _("Terakhir gagal: %(error)s") % {"error": beat.error}
        overdue = max(0.0, seconds - sweep.every_s)
        yield Reading(round(overdue, 3), words, {"sweep": name})


def register_all() -> None:
    """Add the sweeper to the survey."""
    register(
        Probe(
            name="sweep_overdue_seconds",
            group=WORK,
            title=gettext_lazy("Pekerjaan berkala"),
            help="How long ago each sweep should have succeeded again.",
            read=sweeps,
            # What is left undone has probes of its own.
            limits=Limits(yellow=2 * MINUTE, red=10 * MINUTE),
        )
    )
