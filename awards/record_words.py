"""The steps of an edition's audit chain in the public's words: what was done, never by whom."""

from django.utils.translation import gettext_lazy as _

STEPS = {
    "started": _("Edisi dibuat"),
    "opened": _("Usulan dibuka"),
    "closed": _("Usulan ditutup"),
    "reopened": _("Usulan dibuka lagi"),
    "timeline_changed": _("Jadwal diubah, dengan alasan"),
    "nominated": _("Usulan masuk"),
    "evidence_added": _("Bukti ditambahkan"),
    "endorsed": _("Dukungan masuk"),
    "identity_checked": _("Identitas pemberi dukungan diperiksa"),
    "nomination_withdrawn": _("Usulan ditarik pengusulnya"),
    "screened": _("Syarat usulan diperiksa"),
    "merged": _("Usulan tentang orang yang sama digabung"),
    "panelist_invited": _("Juri diundang"),
    "panelist_removed": _("Juri dikeluarkan, dengan alasan"),
    "statement_signed": _("Juri menandatangani pernyataan"),
    "conflict_declared": _("Juri menyatakan ada atau tidaknya hubungan"),
    "conflict_ruled": _("Benturan kepentingan diputuskan"),
    "conflict_rules_applied": _("Aturan benturan kepentingan diterapkan"),
    "review_begun": _("Penilaian dimulai"),
    "review_submitted": _("Penilaian dikirim dan dikunci"),
    "review_reopened": _("Penilaian dibuka kembali, dengan alasan"),
    "public_test_begun": _("Uji publik dimulai"),
    "decided": _("Satu kategori diputuskan"),
    "decision_revoked": _("Keputusan dicabut, dengan alasan"),
    "concluded": _("Semua kategori diputuskan"),
    "reconsidered": _("Keputusan ditinjau lagi"),
    "announced": _("Hasil diumumkan"),
    "archived": _("Edisi diarsipkan"),
}


def step_words(verb: str) -> str:
    """What the audit's ``verb`` (``award.nominated``) was, in a few words."""
    return STEPS.get(verb.removeprefix("award."), _("Langkah lain"))
