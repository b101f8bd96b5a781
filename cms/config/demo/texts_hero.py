"""Local Heroes profiles, nominations and endorsements, in Indonesian."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .texts_grammar import Facts
from .texts_names import called, person_name, province_code


@dataclass(frozen=True)
class Resident:
    """What a resident says, and who it is (name and part in the village)."""

    text: str
    by: str


@dataclass(frozen=True)
class HeroText:
    """A profile: headline, one paragraph of introduction, the signature story in paragraphs,
    three lines of impact, and two or three residents' quotes."""

    headline: str
    intro: str
    signature_story: tuple[str, ...]
    impact: tuple[str, ...]
    quotes: tuple[Resident, ...]


@dataclass(frozen=True)
class _Life:
    headlines: tuple[str, ...]
    story: tuple[str, ...]
    impact: tuple[str, ...]


_LIVES: tuple[_Life, ...] = (
    _Life(
        (
            "[Penjaga|Sang Penjaga] Sungai {desa_s}",
            "[Ia Menanam Patok|Patok Tiga Warna], Warga [Menuai Tenang|Tidur Nyenyak]",
        ),
        (
            "Banjir pertama yang dialami {nama} di {desa} datang tanpa tanda. Malam itu ia "
            "mengetuk pintu satu per satu, dan merasa selalu terlambat satu rumah.",
            "Setelahnya ia mengajak warga memasang patok tiga warna, menghafal kode kentongan, "
            "dan mendata siapa yang harus didahulukan. Rapatnya di dapur, di gardu, kadang di "
            "atas perahu.",
            "Pada banjir berikutnya, seluruh warga bantaran sudah berada di balai desa sebelum "
            "air menyentuh pintu.",
        ),
        (
            "{n} keluarga bantaran memiliki jalur mengungsi",
            "Nol korban jiwa dalam {tahun} musim hujan terakhir",
            "{n2} relawan terlatih memantau tinggi air",
        ),
    ),
    _Life(
        (
            "[Kelas di Teras|Teras yang Menjadi Sekolah] {pangkat}",
            "[Buku|Rak Buku] di Boncengan, [Harapan|Mimpi] di {desa_s}",
        ),
        (
            "Kotak di belakang motor {nama} tidak berisi berkas, melainkan buku cerita. Setiap "
            "sambang ia meninggalkan satu buku dan menukarnya pada kunjungan berikutnya.",
            "Dari buku yang berpindah tangan itu lahir rumah belajar. Guru pensiun, mahasiswa, "
            "dan para ibu bergiliran mengajar.",
            "Kini anak-anak datang sendiri. {nama} lebih sering menyapu teras, dan mengaku "
            "itulah jabatan terbaiknya.",
        ),
        (
            "{ratus} buku beredar di {n2} dusun",
            "{n} anak belajar setiap pekan",
            "{n2} remaja kembali bersekolah",
        ),
    ),
    _Life(
        (
            "[Juru Damai|Penengah] dari {desa_s}",
            "Mendengar Sampai [Selesai|Tuntas], [Cara|Jalan] {pangkat} {nama} Mendamaikan",
        ),
        (
            "Orang {desa} mengenal {nama} sebagai petugas yang jarang memotong pembicaraan. "
            "Dalam perselisihan, ia mendatangi kedua pihak secara terpisah sebelum mempertemukan "
            "mereka.",
            "Ia menghidupkan kembali forum kemitraan di tiap dusun dan melatih perempuan serta "
            "pemuda menjadi penengah.",
            "Perkara berat tidak pernah ia damaikan. Kekerasan terhadap perempuan dan anak "
            "selalu diteruskan dengan pendampingan.",
        ),
        (
            "{n} perselisihan selesai secara musyawarah",
            "{n2} penengah terlatih di tingkat dusun",
            "Aduan warga ditanggapi rata-rata dalam satu hari",
        ),
    ),
    _Life(
        (
            "[Gitar|Lakon], [Panggung|Tawa], dan Pesan Aman [dari|di] {desa_s}",
            "[Polisi|Petugas] yang [Datang|Hadir] Membawa Lagu",
        ),
        (
            "Penyuluhan pertamanya di {desa} berakhir dengan separuh hadirin mengantuk. {nama} "
            "pulang, mengambil alat musik, dan mencoba cara lain.",
            "Bersama pemuda ia menulis lagu berbahasa daerah tentang penipuan daring, helm, dan "
            "karhutla. Warga yang membetulkan liriknya.",
            "Lagu-lagu itu kini diputar di pasar dan angkutan. Yang dulu mengantuk malah meminta "
            "jadwal tampil.",
        ),
        (
            "{n2} lagu berbahasa daerah diciptakan bersama warga",
            "Lebih dari {ratus} penonton dalam {tahun} tahun",
            "Kelompok seni pemuda aktif di {n2} dusun",
        ),
    ),
    _Life(
        (
            "[Dari Knalpot Brong|Dari Jalan Gelap] ke Kelas Bengkel",
            "[Bengkel Harapan|Kunci Pas] {pangkat} {nama}",
        ),
        (
            "Ia mengenal para remaja itu di tepi jalan pada tengah malam. Alih-alih membubarkan "
            "lalu pergi, {nama} bertanya apa yang mereka kuasai. Jawabannya: mesin.",
            "Sebuah bengkel di {desa} bersedia meminjamkan tempat. Latihan digelar sore hari, "
            "tanpa biaya, dengan satu syarat: datang tepat waktu.",
            "Beberapa lulusannya kini bekerja, sebagian kembali mengajar adik-adiknya. Nama "
            "mereka ia simpan rapat-rapat.",
        ),
        (
            "{n} remaja menyelesaikan pelatihan",
            "Keluhan balap liar turun menurut catatan desa",
            "{n2} lulusan bekerja atau membuka usaha",
        ),
    ),
    _Life(
        (
            "[Berjalan Kaki|Melangkah] ke Dusun [Terjauh|Paling Ujung]",
            "[Tak Ada Dusun|Tak Ada Rumah] yang Terlalu Jauh bagi {nama}",
        ),
        (
            "Dua dusun di {desa} hanya dapat dicapai dengan berjalan kaki. {nama} mendatanginya "
            "setiap pekan, membawa surat, obat titipan bidan, dan kabar.",
            "Dari perjalanan itu ia mencatat siapa yang belum memiliki dokumen kependudukan dan "
            "siapa yang sakit tanpa jaminan.",
            "Catatannya menjadi dasar layanan keliling. Sekarang petugas kecamatan, puskesmas, "
            "dan polsek datang bersama-sama.",
        ),
        (
            "{n} warga memperoleh dokumen kependudukan",
            "{n2} kali layanan keliling setiap tahun",
            "Dua dusun terpencil kini memiliki jadwal kunjungan tetap",
        ),
    ),
)
_INTROS = (
    "{pangkat} {lengkap} bertugas sebagai Bhabinkamtibmas {desa}, Kecamatan {kec}, "
    "{kab}, selama {tahun} tahun. Warga mengenalnya sebagai [sosok yang datang sebelum "
    "diminta|pendengar yang sabar|petugas yang hafal nama hampir semua orang].",
    "Di {desa}, {prov}, nama {nama} lebih sering disebut di [gardu ronda|warung "
    "kopi|posyandu] daripada di ruang rapat. Sudah {tahun} tahun {pangkat} {lengkap} "
    "[merawat|menjaga] kepercayaan itu.",
    "Tidak ada yang luar biasa pada motor tua itu, kecuali pemiliknya. {pangkat} "
    "{lengkap} menyusuri {desa}, {kab}, hampir setiap hari sejak {tahun} tahun lalu.",
)
_QUOTES = (
    "[Kalau ada masalah|Kalau bingung], yang pertama kami ingat namanya, bukan nomornya.",
    "Ia datang ketika kami [berduka|panen], bukan hanya ketika ada [masalah|tamu].",
    "Anak saya yang dulu takut polisi, sekarang [bercita-cita|ingin] menjadi polisi.",
    "Orangnya [tidak banyak bicara|sederhana], tetapi janjinya selalu sampai.",
    "[Sejak ada beliau|Sekarang], ronda di sini tidak pernah kosong.",
    "Kami tidak merasa diawasi, kami merasa [ditemani|dijaga].",
    "Ia selalu bertanya dahulu: menurut [Bapak dan Ibu|warga], baiknya bagaimana?",
)
_ROLES = (
    ("ketua RT", False),
    ("tokoh adat", False),
    ("petani", False),
    ("nelayan", False),
    ("ketua karang taruna", False),
    ("kader posyandu", True),
    ("bidan desa", True),
    ("guru sekolah dasar", True),
    ("pedagang pasar", True),
)
_NOMINATIONS = (
    "Kami mengusulkan {officer} untuk {category}. Selama {tahun} tahun di {village}, ia "
    "[membangun kebiasaan|merawat cara] menyelesaikan persoalan bersama warga. Hasil "
    "yang dapat diperiksa: {bukti}. Yang terpenting, kegiatan itu [tetap berjalan ketika "
    "ia tidak hadir|kini dijalankan warga sendiri].",
    "{officer} bukan petugas yang menunggu laporan. Di {village}, ia [mendatangi dusun "
    "terjauh|mengetuk pintu rumah demi rumah], mencatat kebutuhan, lalu menghubungkannya "
    "dengan pihak yang dapat membantu. Dalam {tahun} tahun terakhir, {bukti}. Karena "
    "itulah kami menilai ia layak menerima {category}.",
    "Sebelum {officer} bertugas, [pos ronda kosong|perselisihan kerap berlarut] di "
    "{village}. Sekarang keadaannya berbeda: {bukti}. Perubahan itu lahir dari "
    "[kesabaran|kerja bersama], dan kami mengajukannya untuk {category} agar menjadi "
    "contoh.",
)
_PROOFS = (
    "{n} warga terlibat dalam siskamling terjadwal",
    "{n2} perselisihan diselesaikan secara musyawarah dengan berita acara",
    "{n} remaja mengikuti pembinaan keterampilan",
    "seluruh warga bantaran memiliki jalur mengungsi",
    "bank sampah dan rumah belajar dikelola warga dengan pembukuan terbuka",
    "{n2} dusun menerima layanan keliling secara rutin",
)
_ENDORSEMENTS = (
    "Saya mendukung {officer}. [Beliau hadir|Ia datang] ketika {village} "
    "[kebanjiran|berselisih|berduka], dan tidak pulang sebelum urusannya jelas.",
    "Sebagai warga {village}, saya [merasakan sendiri|melihat langsung] perubahan sejak "
    "{officer} bertugas. [Ronda hidup lagi|Anak-anak punya kegiatan|Orang tua tidak "
    "sungkan bertanya].",
    "{officer} [tidak pernah membeda-bedakan|menyapa semua orang sama]. [Petani, "
    "pedagang, perantau|Tua, muda, pendatang], semua dilayani.",
    "Dukungan penuh dari kami di {village}. [Semoga sehat|Tetap rendah hati] dan terus "
    "[menjaga kampung|menemani warga], {officer}.",
    "Yang saya ingat dari {officer}: [mau mendengar|tepat janji|tidak malu memegang sapu "
    "saat kerja bakti].",
)


def _years(rng: random.Random) -> str:
    return rng.choice(["tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"])


_MAKERS = {
    "tahun": _years,
    "n": lambda rng: str(rng.randint(18, 74)),
    "ratus": lambda rng: str(rng.randint(14, 66) * 10),
    "n2": lambda rng: str(rng.randint(4, 12)),
}


def hero_profile(
    rng: random.Random,
    *,
    officer: str,
    rank: str,
    village: str,
    district: str,
    regency: str,
    province: str,
) -> HeroText:
    """A Local Heroes profile. `officer` is the bare name, places with or without their kind."""
    words = ("Desa ", "Kelurahan ", "Kampung ", "Nagari ", "Gampong ", "Negeri ", "Pekon ")
    desa = village if village.startswith(words) else f"Desa {village}"
    kab = regency if regency.startswith(("Kabupaten ", "Kota ")) else f"Kabupaten {regency}"
    facts = Facts(
        rng,
        {
            "lengkap": officer,
            "nama": called(officer),
            "pangkat": rank,
            "desa": desa,
            "desa_s": desa.split(" ", 1)[1],
            "kec": district.removeprefix("Kecamatan "),
            "kab": kab,
            "prov": province,
        },
        _MAKERS,
    )
    life = rng.choice(_LIVES)
    code = province_code(province)
    quotes = []
    count = rng.choice((2, 3))
    for text, (role, woman) in zip(
        rng.sample(_QUOTES, count), rng.sample(_ROLES, count), strict=True
    ):
        quotes.append(Resident(facts.fill(text), f"{person_name(rng, code, woman=woman)}, {role}"))
    return HeroText(
        facts.fill(rng.choice(life.headlines)),
        facts.fill(rng.choice(_INTROS)),
        tuple(facts.fill(part) for part in life.story),
        tuple(facts.fill(line) for line in life.impact),
        tuple(quotes),
    )


def nomination_narrative(rng: random.Random, *, officer: str, category: str, village: str) -> str:
    """Why an officer is nominated; `officer` is rank and name as they are to be written."""
    facts = Facts(rng, {"officer": officer, "category": category, "village": village}, _MAKERS)
    proofs = " serta ".join(rng.sample(_PROOFS, 2))
    return facts.fill(rng.choice(_NOMINATIONS).replace("{bukti}", proofs))


def endorsement(rng: random.Random, *, officer: str, village: str) -> str:
    """A resident's short words of support; `officer` is rank and name."""
    facts = Facts(rng, {"officer": officer, "village": village}, _MAKERS)
    return facts.fill(rng.choice(_ENDORSEMENTS))
