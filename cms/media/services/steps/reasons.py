"""Why a file cannot be used, in plain words for whoever sent it and for the desk."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "unreadable": _("Berkas ini rusak atau tidak dapat dibaca. Kirim ulang dari ponsel."),
    "too-costly": _("Foto ini disusun sangat rumit, sehingga tidak dapat diolah. Simpan ulang."),
    "no-picture": _("Berkas ini tidak berisi gambar, hanya suara."),
    "no-sound": _("Berkas ini tidak berisi suara."),
    "too-small": _("Gambar video ini terlalu kecil untuk dimuat."),
    "too-large": _("Gambar video ini terlalu besar. Rekam dengan ukuran 1080p atau 720p."),
    "too-long": _("Rekaman ini terlalu panjang; paling lama 10 menit."),
    "cut-short": _("Rekaman ini terpotong: sebagian isinya tidak ikut. Kirim ulang aslinya."),
    "too-slow": _("Video ini terlalu berat untuk disiapkan. Kirim versi yang lebih pendek."),
    "gone": _("Berkas aslinya tidak ada lagi di penyimpanan. Kirim ulang."),
    "replaced": _("Berkas ini diganti berkas lain sebelum selesai disiapkan."),
    "film-gave-up": _("Penyamaran ini gagal beberapa kali. Coba sekali lagi, atau hubungi admin."),
    "gave-up": _("Berkas ini gagal disiapkan beberapa kali. Kirim ulang, atau hubungi admin."),
}


def reason(code: str) -> str:
    """The sentence for ``code`` in the language of now."""
    return str(REASONS[code])
