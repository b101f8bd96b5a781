"""Why a file cannot be used, in plain words for whoever sent it and for the desk."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "unreadable": _("Berkas ini rusak atau tidak dapat dibaca. Kirim ulang dari ponsel."),
    "no-picture": _("Berkas ini tidak berisi gambar, hanya suara."),
    "too-long": _("Video ini terlalu panjang; paling lama 10 menit."),
    "too-slow": _("Video ini terlalu berat untuk disiapkan. Kirim versi yang lebih pendek."),
    "gone": _("Berkas aslinya tidak ada lagi di penyimpanan. Kirim ulang."),
    "gave-up": _("Berkas ini gagal disiapkan beberapa kali. Kirim ulang, atau hubungi admin."),
}


def reason(code: str) -> str:
    """The sentence for ``code`` in the language of now."""
    return str(REASONS[code])
