"""Plots for binluh, guidance of groups over time."""

from __future__ import annotations

from .texts_plot import Plot

BINLUH: tuple[Plot, ...] = (
    Plot(
        "remaja",
        "Binluh di sekolah",
        (
            "[Upacara|Jam Pertama] di SMP {desa_s}: [Bicara Perundungan|Ketika Diam Bukan "
            "Pilihan], {n} Siswa [Menyimak|Menulis]",
            "[Kotak Cerita|Kotak Surat] Hadir di Sekolah {desa_s}, [Perundungan|Keluhan] [Tak "
            "Lagi Dipendam|Dijawab Tiap {hari2}]",
            "{n} Siswa {desa_s} [Susun|Tulis] Janji Kelas [Anti-Perundungan|Saling Jaga]",
        ),
        "Pembinaan di sekolah {desa} menghasilkan kotak cerita dan janji kelas yang disusun "
        "siswa sendiri.",
        (
            "Tidak ada ceramah panjang di halaman sekolah {desa} {hari} pagi itu. {petugas} "
            "membagikan kertas kosong dan meminta {n} siswa menuliskan satu hal yang membuat "
            "mereka takut datang ke sekolah.",
            "Kertas dikumpulkan tanpa nama. Ejekan di grup pesan menjadi yang paling sering "
            "disebut, disusul pemalakan di jalan pulang.",
            "Guru bimbingan konseling dan {nama} lalu mengajak tiap kelas menyusun janji "
            "bersama. Siswa sendiri yang menentukan bunyinya, guru hanya menuliskan.",
            "Sebuah kotak cerita dipasang di dekat perpustakaan dan dibuka guru setiap {hari2}. "
            "Untuk jalan pulang, titik rawan akan diawasi bergantian pada jam bubar sekolah.",
        ),
        "Anak-anak sebenarnya tahu jawabannya. Mereka hanya perlu ditanya",
        "{p1}, guru bimbingan konseling",
        (
            "melaksanakan binluh pencegahan perundungan kepada {n} siswa bersama guru bimbingan "
            "konseling",
            "sekolah memasang kotak cerita; titik rawan jalan pulang diawasi pada jam bubar "
            "sekolah",
        ),
    ),
    Plot(
        "pos_kamling",
        "Pembinaan satkamling",
        (
            "[Satkamling|Regu Ronda] {dusun_s} [Berlatih|Dilatih] [Kode Kentongan|Menulis Buku "
            "Mutasi], {n} Peserta",
            "[Buku Mutasi|Catatan Ronda] {dusun_s} [Hidup Lagi|Kembali Terisi] setelah {bulan}",
            "{n} Peronda {desa_s} [Belajar Menangani|Paham Batas] [Tamu Malam|Orang Dicurigai] "
            "tanpa Main Hakim",
        ),
        "Pembinaan satuan keamanan lingkungan di {desa} menekankan pencatatan dan larangan "
        "main hakim sendiri.",
        (
            "Buku mutasi di pos {dusun} terakhir terisi {bulan} lalu. Halaman kosong itulah yang "
            "dibuka {petugas} di depan {n} peronda {desa}, {hari} malam.",
            "Latihan dimulai dari hal mendasar: mencatat waktu, kejadian, dan tindakan. Lalu "
            "kode kentongan, sebab sebagian warga muda belum pernah menghafalnya.",
            "Bagian terpanjang ialah simulasi menghadapi orang yang dicurigai. Peronda boleh "
            "mengamankan, tetapi wajib segera menghubungi polisi. Main hakim sendiri adalah "
            "pelanggaran hukum.",
            "Di akhir pembinaan, warga menyusun jadwal baru dengan {n2} regu. Kas jimpitan "
            "dipakai membeli senter dan jas hujan.",
        ),
        "Peronda itu mata kampung, bukan palu hakim",
        "{l1}, ketua RW {rw}",
        (
            "membina {n} anggota satkamling mengenai buku mutasi, kode kentongan, dan larangan "
            "main hakim sendiri",
            "jadwal baru {n2} regu tersusun; buku mutasi diperiksa setiap pekan",
        ),
    ),
    Plot(
        "mediasi",
        "Pembinaan FKPM",
        (
            "FKPM {desa_s} [Segarkan|Perbarui] Pengurus, {n2} [Wajah Baru|Anggota] [Siap "
            "Menengahi|Mulai Bertugas]",
            "[Belajar Menengahi|Seni Mendengar]: {n2} Anggota FKPM {dusun_s} [Simulasi|Berlatih] "
            "Perkara Batas Tanah",
            "[Perempuan dan Pemuda|Lebih Banyak Perempuan] [Masuk|Duduk di] FKPM {desa_s} [Tahun "
            "Ini|mulai {hari}]",
        ),
        "Forum kemitraan polisi dan masyarakat di {desa} memperbarui pengurus dan berlatih "
        "mediasi.",
        (
            "Kursi disusun melingkar, bukan berbaris. Di tengahnya, dua pengurus FKPM {desa} "
            "memerankan tetangga yang berselisih soal [pohon yang melewati pagar|saluran "
            "air|suara ternak].",
            "{petugas} menghentikan simulasi beberapa kali: siapa yang belum bicara, kata mana "
            "yang memicu marah, dan kapan sebaiknya jeda. {n} orang mengamati dan mencatat.",
            "Dijelaskan pula perkara yang tidak boleh diselesaikan di forum, antara lain "
            "kekerasan seksual, kekerasan terhadap anak, dan narkoba. Perkara semacam itu wajib "
            "diteruskan.",
            "Pengurus baru disahkan sore harinya. Untuk pertama kali, {n2} anggotanya berasal "
            "dari kalangan perempuan dan karang taruna.",
        ),
        "Menengahi itu delapan bagian mendengar, dua bagian bicara",
        "{l1}, ketua FKPM",
        (
            "membina pengurus FKPM melalui simulasi mediasi dan penjelasan perkara yang wajib "
            "diteruskan",
            "pengurus baru disahkan dengan {n2} anggota perempuan dan pemuda",
        ),
    ),
    Plot(
        "patroli",
        "Binluh tertib lalu lintas",
        (
            "[Knalpot Brong|Suara Bising] [Diganti Sukarela|Diserahkan], {n2} Pemuda {dusun_s} "
            "[Pilih Tertib|Berhelm]",
            "[Helm|{n2} Helm] untuk Jalan Desa: {desa_s} [Ajak|Gugah] Pemuda Tinggalkan Knalpot "
            "Brong",
            "[Tanpa Razia|Lewat Bengkel], {n2} Knalpot Brong {dusun_s} [Lepas|Dilepas Pemiliknya]",
        ),
        "Lewat bengkel dan obrolan, pemuda {desa} melepas knalpot brong secara sukarela.",
        (
            "Lokasi pembinaan hari itu tidak biasa: sebuah bengkel di {dusun}, {desa}. "
            "Pemiliknya meminjamkan kunci, {petugas} membawa [kopi|gorengan|es teh], dan {n2} "
            "pemuda membawa motor masing-masing.",
            "Obrolan berkisar pada hal sederhana. Siapa yang punya bayi di rumah? Siapa yang "
            "orang tuanya sakit? Suara bising yang dianggap gagah ternyata mengganggu orang yang "
            "mereka kenal.",
            "Satu demi satu knalpot brong dilepas dan diganti knalpot standar. Penyerahan "
            "dicatat, tanpa denda, tanpa disiarkan wajahnya.",
            "{nama} juga menjelaskan syarat memperoleh SIM dan risiko berkendara tanpa helm. "
            "Bengkel bersedia menolak pemasangan knalpot yang tidak sesuai standar.",
        ),
        "Lebih mudah melepas baut kalau tidak dibentak",
        "{l1}, pemilik bengkel",
        (
            "melaksanakan binluh tertib berlalu lintas di bengkel dan mengajak pemuda melepas "
            "knalpot brong",
            "{n2} knalpot diserahkan sukarela; pemilik bengkel bersedia menolak pemasangan "
            "knalpot tidak standar",
        ),
    ),
    Plot(
        "penyuluhan",
        "Pembinaan linmas",
        (
            "{n2} Anggota Linmas {desa_s} [Berlatih|Diuji] [Evakuasi|Atur Lalu Lintas] "
            "[Jelang|Sebelum] [Pemilihan|Musim Hujan]",
            "[Rompi Oranye|Barisan Linmas] {desa_s} [Bersiap|Kembali Berlatih], {n2} Anggota "
            "Muda Bergabung",
            "[Dari Baris-berbaris ke|Bukan Cuma Baris-berbaris, Linmas {dusun_s} Belajar] "
            "Pertolongan Pertama",
        ),
        "Anggota linmas {desa} berlatih pertolongan pertama, evakuasi, dan pengaturan jalan.",
        (
            "Peluit berbunyi di lapangan {desa} {jam}. {n2} anggota linmas, yang termuda dua "
            "puluh tahun dan yang tertua hampir enam puluh, memulai latihan bersama {petugas}.",
            "Materi pertama bukan baris-berbaris, melainkan membalut luka dan memindahkan korban "
            "dengan tandu dari bambu dan sarung. Tenaga puskesmas memeriksa setiap gerakan.",
            "Setelah itu peserta turun ke simpang desa dan berlatih mengatur kendaraan. Warga "
            "yang lewat ikut menonton, sebagian dengan sengaja berputar dua kali.",
            "{kades} menjanjikan perlengkapan baru lewat anggaran desa. Latihan lanjutan "
            "dijadwalkan {minggu} pekan lagi dengan materi kebencanaan.",
        ),
        "Umur boleh tua, langkah menolong jangan terlambat",
        "{l1}, anggota linmas",
        (
            "membina {n2} anggota linmas dengan materi pertolongan pertama dan pengaturan lalu "
            "lintas",
            "pemerintah desa mengupayakan perlengkapan; latihan lanjutan {minggu} pekan lagi",
        ),
    ),
    Plot(
        "remaja",
        "Binluh bahaya judi online",
        (
            "[Hitung-hitungan|Matematika] Judi Online di Depan {n} Pemuda {dusun_s}: [Bandar "
            "Selalu Menang|Tak Ada yang Untung]",
            "[Karang Taruna|Pemuda] {desa_s} [Lawan|Tutup Pintu] Judi Online, {n2} [Kawan|Teman "
            "Sebaya] Siap Mendampingi",
            "[Modal Kecil, Utang Besar|Berhenti Bersama]: [Kisah|Diskusi] Judi Online di "
            "{dusun_s} {desa_s}",
        ),
        "Karang taruna {desa} membahas judi online dengan angka, lalu membentuk pendamping sebaya.",
        (
            "Papan tulis di sekretariat karang taruna {desa} penuh angka. {petugas} meminta {n} "
            "pemuda menghitung sendiri: bila setiap putaran memotong sedikit saldo, berapa yang "
            "tersisa setelah seratus kali?",
            "Hasilnya membuat ruangan senyap. Angka itu lebih meyakinkan daripada poster mana pun.",
            "Diskusi beralih ke hal yang lebih berat, yaitu utang dan rasa malu. Peserta sepakat "
            "bahwa kawan yang terjerat tidak diejek, melainkan ditemani mencari bantuan.",
            "{n2} orang mendaftar sebagai pendamping sebaya. Puskesmas menyediakan rujukan bagi "
            "warga yang sulit berhenti, sementara tautan perjudian dilaporkan melalui kanal "
            "aduan resmi.",
        ),
        "Yang dijual itu harapan, yang dibayar itu beras di rumah",
        "{l1}, ketua karang taruna",
        (
            "melaksanakan binluh bahaya judi online kepada {n} pemuda karang taruna dengan "
            "simulasi hitungan",
            "{n2} pemuda bersedia menjadi pendamping sebaya; rujukan puskesmas disiapkan",
        ),
    ),
)
