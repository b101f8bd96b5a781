"""Every sentence that the officer's app says by itself; what stands still is in its template."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def words() -> dict[str, object]:
    """Sentences by what they are about, in the page's language, and addresses that are needed.

    ``{name}`` stands for what the module fills in.
    """
    return {
        "locale": "en-GB" if get_language() == "en" else "id-ID",
        "scope": reverse("stories:report_list"),
        "worker": reverse("stories:app_worker"),
        "signIn": f"{reverse('accounts:login')}?next={reverse('stories:app')}",
        "password": reverse("accounts:password_change"),
        "steps": [
            _("Apa dan di mana"),
            _("Foto, video, suara"),
            _("Cerita, lalu kirim"),
        ],
        "form": {
            "step": _("Langkah {n} dari 3"),
            "next": _("Lanjut"),
            "back": _("Kembali"),
            "send": _("Kirim laporan"),
            "again": _("Kirim lagi"),
            "saved": _("Tersimpan di ponsel ini."),
            "unsaved": _("Belum tersimpan: penyimpanan ponsel menolak. Hapus berkas lain dulu."),
            "noProgramme": _("Tidak termasuk program"),
            "posted": _("penugasan Anda"),
            "lastUsed": _("terakhir dipakai"),
            "found": _("Pilih salah satu desa di bawah ini."),
            "none": _("Tidak ada desa dengan nama itu."),
            "findOffline": _("Mencari desa memerlukan sinyal. Pilih dari daftar di atas dulu."),
            "clockOff": _(
                "Jam ponsel Anda berbeda {off} dari jam server. Waktu yang tidak Anda ubah "
                "dibetulkan saat dikirim."
            ),
            "roomLow": _(
                "Sisa {room}. Hapus foto atau aplikasi yang tidak perlu sebelum merekam lagi, atau "
                "kirim dulu yang menunggu."
            ),
            "discard": _("Buang draf ini beserta berkasnya? Ini tidak dapat dibatalkan."),
            "unheard": _(
                "Ada rekaman suara yang belum dapat ikut. Kirim tanpa rekaman itu? Rekamannya "
                "lalu dibuang."
            ),
            "templateName": _("Nama contoh"),
            "templateSaved": _("Tersimpan sebagai contoh."),
            "choicesMissing": _(
                "Daftar kegiatan belum ada di ponsel ini. Buka sekali dengan sinyal."
            ),
        },
        "need": {
            "activity": _("Pilih kegiatannya."),
            "village": _("Pilih desa atau kelurahannya."),
            "title": _("Beri judul laporannya."),
            "titleLong": _("Judul terlalu panjang: {count} huruf, paling banyak {max}."),
            "text": _("Ceritakan sedikit lebih banyak: paling sedikit {min} huruf."),
            "textLong": _("Isi laporan terlalu panjang: {count} huruf, paling banyak {max}."),
        },
        "place": {
            "asking": _("Mencari lokasi…"),
            "got": _("Lokasi tercatat, tepat sampai {m} m."),
            "denied": _("Izin lokasi ditolak. Laporan dapat dikirim tanpa lokasi."),
            "unavailable": _("Lokasi tidak didapat. Coba di tempat terbuka, atau kirim tanpa."),
            "timeout": _("Lokasi tidak didapat. Coba di tempat terbuka, atau kirim tanpa."),
        },
        "take": {
            "working": _("Menyimpan {n} dari {all}…"),
            "shrinking": _("Memperkecil foto, tinggal {n}…"),
            "kind": _("“{name}” bukan foto, video, atau suara."),
            "size": _("“{name}” terlalu besar atau kosong. Foto paling besar 40 MB, video 1 GB."),
            "full": _(
                "Ponsel tidak punya ruang untuk “{name}”. Kosongkan dulu, lalu pilih sekali lagi."
            ),
            "many": _("Paling banyak {max} berkas satu laporan; “{name}” tidak ikut."),
            "same": _("“{name}” sudah ada dalam laporan ini."),
            "unreadable": _("“{name}” tidak terbaca. Simpan dulu ke ponsel, lalu pilih lagi."),
            "record": _("Rekam suara"),
            "stop": _("Selesai merekam ({clock})"),
            "soundWaits": _(
                "Rekaman tersimpan, tetapi belum ikut dalam laporan. Buang berkas lain atau "
                "kosongkan ruang ponsel, lalu buka langkah ini lagi."
            ),
            "recordFull": _(
                "Penyimpanan ponsel penuh: rekaman dihentikan. Yang sudah terekam tetap tersimpan."
            ),
            "noMicrophone": _("Mikrofon tidak dapat dipakai. Izinkan di pengaturan ponsel."),
        },
        "kinds": {"photo": _("Foto"), "video": _("Video"), "audio": _("Suara")},
        "states": {
            "draft": _("Draf"),
            "queued": _("Menunggu dikirim"),
            "sending": _("Sedang dikirim"),
            "refused": _("Perlu diperbaiki"),
            "sent": _("Terkirim"),
            "partly": _("Terkirim sebagian"),
        },
        "say": {
            "untitled": _("(tanpa judul)"),
            "progress": _("{done} dari {all} bagian · {sent} dari {total}"),
            "progressWords": _("{done} dari {all} bagian"),
            "waitsWifi": _("Foto ukuran asli menunggu Wi-Fi."),
            "received": _("Sampai"),
            "chosen": _("Tersimpan, akan diperkecil"),
            "fileRefused": _("Tidak diterima: {why}"),
            "bytesGone": _("Berkasnya hilang dari ponsel. Pilih sekali lagi."),
            "otherBytes": _("Yang sampai tidak sama dengan yang di ponsel. Kirim sekali lagi."),
            "dropFile": _("Buang berkas ini dari ponsel? Ini tidak dapat dibatalkan."),
            "atDesk": _("Redaksi memegang laporan ini dengan isi lain"),
            "atDeskNext": _(
                "Beri tahu redaksi bila perubahan Anda penting, atau tekan “Buat salinan” dan "
                "kirim sebagai laporan baru."
            ),
            "reads": _("Terbit, dibaca {n} kali"),
            "published": _("Sudah terbit"),
            "clockMended": _("Jam ponsel meleset {off}; waktu kegiatan sudah dibetulkan."),
            "clockTitle": _("Periksa waktu kegiatannya"),
            "clockMoved": _(
                "Jam ponsel berubah sejak laporan ini ditulis. Betulkan waktunya bila salah, lalu "
                "kirim lagi."
            ),
            "sentExcept": _("Terkirim, kecuali berkas yang tidak diterima."),
            "nowQueued": _("Tersimpan di ponsel ini. Terkirim sendiri begitu ada sinyal."),
            "nowFiles": _("Tulisan Anda sudah sampai. Berkas yang belum akan menyusul sendiri."),
            "nowSent": _("Semua bagian sudah sampai dan dicocokkan oleh server."),
        },
        "strip": {
            "offline": _("Belum ada sinyal"),
            "offlineText": _("Laporan aman di ponsel ini dan terkirim sendiri nanti."),
            "away": _("Server belum terjangkau"),
            "awayText": _(
                "Sinyalnya lemah, atau server sedang berhenti sebentar. Laporan aman di ponsel ini "
                "dan terkirim sendiri nanti."
            ),
            "busy": _("Server belum menjawab"),
            "busyText": _("Dicoba lagi sebentar lagi; Anda tidak perlu menunggu."),
            "later": _("Server meminta menunggu"),
            "signedOut": _("Masuk dulu untuk mengirim"),
            "signedOutText": _(
                "Laporan aman di ponsel ini; pengiriman berlanjut setelah Anda masuk."
            ),
            "password": _("Buat sandi Anda dulu"),
            "other": _(
                "Ada kiriman petugas lain di ponsel ini. Terkirim setelah ia masuk sendiri."
            ),
            "newVersion": _("Versi baru sudah siap"),
            "update": _("Perbarui"),
            "sendNow": _("Kirim sekarang"),
            "signIn": _("Masuk lagi"),
            "storage": _("Simpanan di ponsel tidak dapat dibuka"),
            "storageText": _(
                "Tutup jendela penyamaran atau kosongkan ruang, lalu buka lagi. Formulir biasa "
                "tetap dapat dipakai."
            ),
            "plain": _("Buka formulir biasa"),
        },
        "phone": {
            "room": _("Sisa ruang untuk laporan: {room}."),
            "roomPlenty": _("Sisa ruang untuk laporan: lebih dari {room}."),
            "roomUnknown": _("Ponsel ini tidak menyebutkan sisa ruangnya."),
            "kept": _("Simpanan dijaga: peramban tidak menghapusnya sendiri."),
            "notKept": _("Simpanan dapat dihapus peramban bila ruang habis."),
            "clockRight": _("Jam ponsel cocok dengan jam server."),
            "clockOff": _("Jam ponsel berbeda {off} dari jam server. Betulkan di pengaturan."),
            "clockUnknown": _("Belum dibandingkan dengan jam server."),
            "signOutWaiting": _(
                "Masih ada {n} laporan yang belum terkirim. Laporan itu tetap di ponsel ini, "
                "tetapi baru terkirim setelah Anda masuk lagi. Tetap keluar?"
            ),
            "cleaned": _("Sudah dibersihkan."),
        },
        "outside": {
            "title": _("Halaman ini memerlukan sinyal"),
            "text": _("Sementara itu Anda dapat menulis laporan; nanti terkirim sendiri."),
            "go": _("Ke laporan saya"),
            "left": _("Belum ada yang masuk"),
            "leftText": _(
                "Draf dan kiriman di ponsel ini tersembunyi sampai pemiliknya masuk lagi. Untuk "
                "masuk perlu sinyal."
            ),
            "missing": _("Laporan ini tidak ada di ponsel ini"),
            "notOfficer": _("Aplikasi ini untuk Bhabinkamtibmas"),
        },
        "units": {
            "day": _("sekitar {n} hari"),
            "hour": _("sekitar {n} jam"),
            "minute": _("sekitar {n} menit"),
        },
        "routine": {
            "name": _("Sambang rutin"),
            "title": _("Sambang rutin ke warga"),
            "text": _(
                "Hari ini saya berkunjung ke warga untuk mendengar kabar dan keluhan mereka. "
            ),
        },
    }
