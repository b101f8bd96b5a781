"""Plots for penyuluhan, the public talk."""

from __future__ import annotations

from .texts_plot import Plot

PENYULUHAN: tuple[Plot, ...] = (
    Plot(
        "penyuluhan",
        "Penyuluhan pinjol ilegal",
        (
            "[Jerat|Jebakan] Pinjol Ilegal [Dibongkar|Dikupas] di Balai {desa_s}, {n} Ibu "
            "[Menyimak|Berani Bertanya]",
            "“[Jangan Klik|Tanya] Dulu”: {n} Warga {dusun_s} [Belajar Menolak|Mengenali] Pinjol "
            "Ilegal",
            "[Arisan|Pertemuan PKK] {dusun_s} [Jadi Kelas|Berubah Jadi Ruang] Melek Pinjaman "
            "Daring, {n} Hadir",
        ),
        "{n} warga {desa} belajar membedakan pinjaman daring yang berizin dan yang ilegal.",
        (
            "Satu per satu telepon genggam dikeluarkan. Bukan untuk berfoto, melainkan untuk "
            "memeriksa pesan: adakah tawaran pinjaman yang masuk pekan ini? Dari {n} orang di "
            "balai {desa}, lebih dari separuh mengangguk.",
            "{petugas} membuka penyuluhan {hari} itu dengan pertanyaan tersebut. Ia lalu "
            "menunjukkan cara memeriksa legalitas melalui layanan konsumen OJK dan menjelaskan "
            "akses data apa saja yang tidak wajar diminta sebuah aplikasi.",
            "Seorang peserta menceritakan pengalaman ditagih dengan ancaman. Identitasnya "
            "dijaga; ia didampingi menyimpan bukti percakapan dan diarahkan membuat laporan.",
            "Sebagai jalan lain, pengurus koperasi desa menjelaskan simpan pinjam dengan bunga "
            "yang disepakati dalam rapat anggota. {n2} orang mendaftar hari itu juga.",
        ),
        "Bukan malu yang harus disimpan, melainkan buktinya",
        "{nama}, Bhabinkamtibmas {desa}",
        (
            "memberikan penyuluhan bahaya pinjol ilegal kepada {n} warga, termasuk cara "
            "memeriksa izin di OJK",
            "satu warga yang mendapat ancaman penagih didampingi menyimpan bukti; koperasi desa "
            "membuka pendaftaran",
        ),
    ),
    Plot(
        "penyuluhan",
        "Penyuluhan pencegahan narkoba",
        (
            "[Orang Tua|Keluarga] {dusun_s} [Belajar Membaca|Kenali] Tanda Awal Narkoba, {n} "
            "[Hadir|Peserta]",
            "[Mulai dari Meja Makan|Dari Ruang Tamu]: Cara {desa_s} [Membentengi|Menjaga] "
            "Keluarga dari Narkoba",
            "Jalan Pulih [Terbuka|Masih Ada], [Pesan|Penjelasan] untuk {n} Keluarga di {dusun_s}",
        ),
        "Penyuluhan di {desa} menekankan peran keluarga dan jalur rehabilitasi bagi penyalah "
        "guna narkoba.",
        (
            "“Kapan terakhir kali kita makan bersama anak?” Pertanyaan itu, bukan daftar pasal, "
            "yang membuka penyuluhan narkoba di balai {desa}, {hari} [malam|siang].",
            "{petugas} mengajak {n} orang tua mengenali perubahan perilaku yang patut "
            "diperhatikan, dan cara bertanya tanpa menuduh. Tenaga puskesmas menjelaskan "
            "dampaknya pada kesehatan.",
            "Hal yang paling banyak ditanyakan ialah rehabilitasi. Dijelaskan bahwa penyalah "
            "guna yang melapor sukarela melalui institusi penerima wajib lapor dapat memperoleh "
            "perawatan.",
            "Pertemuan menghasilkan kelompok orang tua di tiap RT. {kades} menyediakan satu "
            "ruang di kantor desa untuk konsultasi setiap {hari2}.",
        ),
        "Anak yang didengar di rumah tidak mencari telinga di tempat lain",
        "{p1}, kader PKK",
        (
            "menyampaikan penyuluhan pencegahan narkoba kepada {n} orang tua bersama tenaga "
            "puskesmas",
            "terbentuk kelompok orang tua di tiap RT; kantor desa menyediakan ruang konsultasi "
            "setiap {hari2}",
        ),
    ),
    Plot(
        "penyuluhan",
        "Penyuluhan pencegahan KDRT",
        (
            "[Bukan Urusan Dapur Semata|Bukan Aib]: {n} Warga {dusun_s} [Bicara|Buka Suara] soal "
            "KDRT",
            "[Posyandu|Balai] {dusun_s} [Kini Jadi|Disiapkan Sebagai] Pintu Pertama Melapor "
            "KDRT, {n2} Kader Dilatih",
            "[Kader|{n2} Kader] {desa_s} [Belajar|Dilatih] [Mendengar Korban|Mendampingi Tanpa "
            "Menghakimi]",
        ),
        "Kader di {desa} dilatih menerima aduan kekerasan dalam rumah tangga tanpa membuka "
        "identitas korban.",
        (
            "Penyuluhan di {desa} {hari} itu dimulai dengan satu kesepakatan: apa yang "
            "diceritakan di ruangan tidak dibawa ke luar. Tidak ada foto peserta dari dekat, "
            "tidak ada nama dalam daftar pertanyaan.",
            "{petugas} menjelaskan bahwa kekerasan dalam rumah tangga adalah tindak pidana, "
            "bukan sekadar urusan keluarga. Kekerasan dapat berupa fisik, psikis, seksual, "
            "maupun penelantaran.",
            "{n2} kader posyandu berlatih menerima aduan: mendengar, memastikan keselamatan, "
            "lalu menghubungi UPTD PPA atau layanan SAPA 129. Korban tidak dipaksa berdamai.",
            "Bidan desa menambahkan bahwa luka yang terlihat saat pemeriksaan dapat menjadi awal "
            "pertolongan. Nomor layanan dipasang di ruang yang hanya dimasuki ibu dan kader.",
        ),
        "Tugas kami pertama-tama bukan bertanya mengapa, tetapi memastikan ia aman",
        "{p1}, kader posyandu",
        (
            "memberikan penyuluhan pencegahan KDRT dan melatih {n2} kader cara menerima aduan "
            "dengan menjaga identitas",
            "alur rujukan ke UPTD PPA dan SAPA 129 dipahami kader; nomor layanan dipasang di "
            "ruang tertutup",
        ),
    ),
    Plot(
        "sawah",
        "Penyuluhan karhutla",
        (
            "[Tanpa Api|Membuka Lahan Tanpa Membakar]: {n} [Petani|Pekebun] {dusun_s} "
            "[Coba|Mulai] Cara Baru",
            "[Kemarau Datang|Jelang Kemarau], {desa_s} [Siapkan|Gali] {n2} [Embung|Titik Air] "
            "Cegah Karhutla",
            "[Asap Tahun Lalu|Ingatan akan Asap] [Menggerakkan|Mengumpulkan] {n} Warga {dusun_s}",
        ),
        "Menjelang kemarau, warga {desa} belajar membuka lahan tanpa bakar dan menyiapkan "
        "titik air.",
        (
            "Semua yang hadir masih ingat hari ketika sekolah diliburkan karena asap. Ingatan "
            "itu yang mengumpulkan {n} pekebun di {dusun}, {desa}, {hari} lalu.",
            "{petugas} bersama penyuluh pertanian memperagakan cara mencacah ranting menjadi "
            "kompos. Larangan membakar lahan dan ancaman hukumnya dijelaskan dengan bahasa "
            "sehari-hari.",
            "Peserta tidak hanya mendengar. Mereka menggambar peta lahan, menandai {n2} sumber "
            "air, dan menentukan jalur yang dapat dilewati mesin pompa.",
            "Masyarakat Peduli Api diaktifkan kembali. Regu berisi {n2} orang akan berpatroli "
            "bergantian bersama Babinsa {babinsa} selama puncak kemarau.",
        ),
        "Mencacah memang lebih lama, tetapi kebun tetangga tidak ikut terbakar",
        "{l1}, pekebun",
        (
            "menyuluh {n} pekebun tentang pembukaan lahan tanpa bakar bersama penyuluh pertanian",
            "peta sumber air dibuat, regu Masyarakat Peduli Api diaktifkan kembali bersama "
            "Babinsa {babinsa}",
        ),
    ),
    Plot(
        "penyuluhan",
        "Penyuluhan hoaks",
        (
            "[Saring|Periksa] Sebelum [Sebar|Berbagi]: {n} Admin Grup {desa_s} [Berlatih Cek "
            "Fakta|Satu Suara]",
            "[Kabar Penculikan|Pesan Berantai] [Terbukti Hoaks|Tak Berdasar], Warga {dusun_s} "
            "[Belajar Memeriksa|Kini Tenang]",
            "[Grup Pesan|Grup RT] {dusun_s} [Punya|Sepakati] [Tiga|Lima] Aturan [Baru|Melawan "
            "Hoaks] sejak {hari}",
        ),
        "Pesan berantai yang meresahkan di {desa} menjadi bahan latihan memeriksa kabar.",
        (
            "Pesan itu beredar [selepas magrib|menjelang tengah malam]: kabar penculikan, tanpa "
            "tempat, tanpa waktu, dengan foto dari kota lain. Esoknya sejumlah orang tua di "
            "{dusun} menahan anak mereka di rumah.",
            "{petugas} memastikan kepada polsek dan sekolah bahwa peristiwa itu tidak pernah "
            "terjadi. Alih-alih sekadar membantah, ia mengundang {n} admin grup pesan ke balai "
            "{desa}.",
            "Peserta berlatih mencari sumber foto, memeriksa tanggal, dan membaca berita utuh. "
            "Dalam setengah jam, mereka menemukan asal foto tersebut: peristiwa lain, {bulan} "
            "sebelumnya.",
            "Setiap grup kini menyematkan aturan yang sama: sebutkan sumber, jangan meneruskan "
            "foto anak, dan tanyakan kepada petugas bila ragu.",
        ),
        "Menahan jempol sebentar ternyata bisa menenangkan satu kampung",
        "{p1}, admin grup warga",
        (
            "meluruskan pesan berantai yang meresahkan dan melatih {n} admin grup warga "
            "memeriksa kabar",
            "kabar dipastikan tidak benar; grup warga menyematkan aturan berbagi informasi",
        ),
    ),
    Plot(
        "penyuluhan",
        "Penyuluhan TPPO",
        (
            "[Janji Gaji Besar|Tawaran Kerja ke Luar Negeri] [Diuji|Ditimbang] {n} [Pencari "
            "Kerja|Warga] {dusun_s}",
            "[Sebelum Berangkat|Sebelum Tanda Tangan], {n} Warga {desa_s} [Periksa|Pahami] "
            "[Jalur Resmi|Hak Pekerja Migran]",
            "{desa_s} [Buka|Punya] Meja Tanya Kerja [Luar Negeri|Migran] untuk {n2} [Dusun|RT]",
        ),
        "Penyuluhan TPPO di {desa} membekali calon pekerja migran cara mengenali perekrutan gelap.",
        (
            "[Brosur|Unggahan] itu menjanjikan gaji berlipat, tanpa pengalaman, berangkat cepat. "
            "{petugas} menempelkannya di papan balai {desa}, lalu meminta {n} peserta menandai "
            "kejanggalannya.",
            "Daftarnya panjang: tidak ada nama perusahaan, paspor dipegang perekrut, visa "
            "kunjungan untuk bekerja. Itulah ciri yang kerap muncul dalam tindak pidana "
            "perdagangan orang.",
            "Petugas dinas tenaga kerja menjelaskan jalur resmi, mulai dari perjanjian kerja "
            "sampai jaminan sosial. Seorang mantan pekerja migran berbagi pengalaman tanpa "
            "disebut namanya.",
            "Kantor desa membuka meja tanya setiap {hari2}. Keluarga diminta menyimpan salinan "
            "dokumen dan alamat tujuan sebelum anggotanya berangkat.",
        ),
        "Kalau perekrut tidak mau dicatat di kantor desa, itu sudah jawaban",
        "{kades}",
        (
            "memberikan penyuluhan pencegahan TPPO kepada {n} calon pekerja migran bersama dinas "
            "tenaga kerja",
            "kantor desa membuka meja tanya setiap {hari2}; satu tawaran mencurigakan diteruskan "
            "ke polres",
        ),
    ),
)
