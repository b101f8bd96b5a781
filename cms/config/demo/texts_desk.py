"""Short words of the media desk and of the award's panel, in Indonesian."""

from __future__ import annotations

import random

from .texts_grammar import Facts


def _pick(rng: random.Random, templates: tuple[str, ...], **given: str) -> str:
    return Facts(rng, given, {}).fill(rng.choice(templates))


_COACHING = (
    "[Ceritanya kuat|Bahannya menarik], terima kasih. Mohon tambahkan [satu kutipan "
    "warga|hasil konkret setelah kegiatan|berapa orang yang hadir], supaya pembaca [bisa "
    "membayangkan suasananya|tahu apa yang berubah].",
    "Foto [kedua|ketiga] memperlihatkan wajah anak dari dekat. Mohon ganti dengan foto "
    "[dari belakang|suasana dari jauh], atau tandai agar kami samarkan.",
    "[Sudah bagus|Sudah hampir siap terbit]. Yang masih kami perlukan: [tanggal dan jam "
    "kegiatan|nama dusun dan RT|jabatan narasumber]. Cukup dibalas dengan satu kalimat.",
    "Mohon nama pihak yang berselisih dihapus dari naskah. Cukup tulis [“dua "
    "keluarga”|“dua warga”]. Selebihnya sudah [rapi|baik].",
    "Bagian awal [masih terlalu resmi|mirip surat dinas]. Coba mulai dari [apa yang "
    "dilihat saat tiba|ucapan pertama warga], lalu lanjutkan seperti bercerita kepada "
    "tetangga.",
    "Video [goyang di awal|gelap di bagian tengah]. Bila ada, kirim potongan 15–30 detik "
    "yang [lebih terang|direkam mendatar]. Teksnya sudah [jelas|cukup].",
    "Istilah [“kondusif”|“giat”|“anev”] kurang akrab bagi pembaca umum. Mohon jelaskan "
    "[apa yang sebenarnya terjadi|dengan kata sehari-hari]. Idenya [layak terbit|sangat "
    "baik].",
    "Apakah warga yang dikutip sudah setuju namanya dimuat? Mohon [konfirmasi|centang "
    "persetujuan], setelah itu [langsung kami proses|kami lanjutkan].",
)
_OFFICER_NOTE = (
    "Judul kami buat memberi kabar: [apa yang berubah bagi warga|siapa melakukan apa], bukan "
    "nama kegiatannya. Bahannya [sudah kuat|lengkap], terima kasih.",
    "Kami mulai dari [adegan|ucapan warga], lalu fakta kegiatannya. [Kutipan warga|Angka yang "
    "Anda catat] sangat membantu; terus kirim yang seperti ini.",
    "Istilah dinas kami ganti dengan kata sehari-hari, dan nama pihak yang berselisih kami "
    "hapus. Isi [laporan Anda|kejadiannya] tidak berubah.",
    "Keterangan foto kami tulis ulang supaya pembaca tahu siapa sedang apa. Lain kali cukup "
    "satu kalimat per foto [saat mengirim|dari Anda].",
    "Naskah kami ringkas [sepertiganya|di bagian tengah] dan kami tambah satu kalimat tentang "
    "hasilnya. Bila ada yang keliru, [balas|sampaikan] ke meja redaksi.",
)
_DECLINE = (
    "Laporan ini [memuat kegiatan yang sama|hampir sama isinya] dengan laporan "
    "sebelumnya. Bahan tambahannya sudah kami gabungkan ke sana.",
    "Perkara masih dalam [penyelidikan|penanganan penyidik], sehingga belum dapat "
    "dipublikasikan. Laporan tetap tersimpan sebagai arsip kegiatan.",
    "Naskah berisiko membuka identitas [korban|anak|saksi] meskipun namanya disamarkan. "
    "Demi keselamatan, kami memilih tidak memuatnya.",
    "Isi laporan bersifat [internal kedinasan|administratif] dan belum memuat manfaat "
    "bagi warga. Silakan kirim kembali bila ada [tindak lanjut|hasil di lapangan].",
    "Persetujuan dari orang yang tampil di foto [belum diperoleh|telah dicabut], dan "
    "tidak ada foto pengganti.",
    "Kegiatan berkaitan dengan pilihan politik. Untuk menjaga netralitas, kami tidak "
    "menerbitkannya.",
    "Peristiwanya sudah lewat lebih dari [dua|tiga] bulan. Kami sarankan menulis "
    "[perkembangan terbarunya|apa yang berubah sejak itu].",
)
_REVIEW = (
    "Bukti [lengkap|konsisten] dan dapat ditelusuri. [Dampaknya terlihat pada|Yang "
    "menonjol ialah] keterlibatan warga, bukan hanya kehadiran petugas.",
    "Gagasannya [sederhana|murah] dan mudah ditiru desa lain. Keberlanjutan "
    "[sudah|mulai] dijamin oleh [kelompok warga|peraturan desa|anggaran desa].",
    "Narasi kuat, tetapi [angka sebelum dan sesudah|data pembanding] belum tersedia. "
    "Saya menilai [cukup|baik] pada aspek dampak.",
    "[Saya menghargai|Patut dicatat] cara nomine melindungi identitas anak dan korban "
    "dalam seluruh publikasi.",
    "Kesaksian warga [beragam|berimbang] dan datang dari kelompok yang berbeda, termasuk "
    "[perempuan|penyandang disabilitas|pemuda]. Ini nilai tambah.",
    "Kegiatan baik, hanya saja masih bergantung pada [sosok nomine|bantuan dari luar]. "
    "Perlu dilihat lagi [setahun|enam bulan] ke depan.",
    "Tidak ada hubungan keluarga maupun kedinasan antara saya dan nomine. Penilaian "
    "saya: [sangat baik|baik] pada kemitraan, [baik|cukup] pada inovasi.",
)
_DECISION = (
    "{nominee} ditetapkan sebagai penerima {category} karena [konsistensi|keteladanan] "
    "di {village}, [dampak yang diakui warga|kemitraan yang hidup], dan hasil uji publik "
    "yang [baik|tanpa keberatan berdasar].",
    "Dewan juri [sepakat|secara mufakat] memilih {nominee} untuk {category}. Karyanya di "
    "{village} [tumbuh dari kebutuhan warga|dapat ditiru wilayah lain] dan [tetap "
    "berjalan ketika petugas tidak hadir|diteruskan oleh warga sendiri].",
    "Untuk {category}, juri menimbang bukti kegiatan, kesaksian warga {village}, dan "
    "rekam jejak. {nominee} memperoleh nilai tertinggi pada aspek "
    "[dampak|kemitraan|inovasi] serta tidak memiliki catatan pelanggaran.",
    "{nominee} dari {village} menunjukkan bahwa [mendengar|hadir lebih awal|bekerja "
    "bersama warga] dapat mencegah persoalan membesar. Atas dasar itu, juri "
    "menetapkannya sebagai penerima {category}.",
)


def coaching_note(rng: random.Random) -> str:
    """What an editor writes when giving a report back: kind, concrete, never a refusal."""
    return _pick(rng, _COACHING)


def officer_note(rng: random.Random) -> str:
    """What the desk changed in a story, and why, for its reporter."""
    return _pick(rng, _OFFICER_NOTE)


def decline_reason(rng: random.Random) -> str:
    """Why a report does not become a story."""
    return _pick(rng, _DECLINE)


def review_comment(rng: random.Random) -> str:
    """A panelist's remark on a nomination."""
    return _pick(rng, _REVIEW)


def decision_reason(rng: random.Random, *, nominee: str, category: str, village: str) -> str:
    """The panel's published reason; `nominee` is rank and name as they are to be written."""
    return _pick(rng, _DECISION, nominee=nominee, category=category, village=village)
