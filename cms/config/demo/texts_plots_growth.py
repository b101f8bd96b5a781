"""Plots for the programmes of growth: youth, sport, innovation."""

from __future__ import annotations

from .texts_plot import Plot

GROWTH: dict[str, tuple[Plot, ...]] = {
    "remaja": (
        Plot(
            "remaja",
            "Pembinaan remaja bengkel",
            (
                "[Bengkel|Kelas Mesin] {dusun_s} [Gantikan|Jadi Pengganti] Nongkrong, {n2} "
                "Remaja [Berlatih|Magang]",
                "[Obeng|Kunci Pas] di Tangan, [Masa Depan|Harapan] di Depan: {n2} Remaja "
                "{dusun_s} {desa_s}",
                "{n2} Remaja {desa_s} [Lulus|Selesaikan] [Kelas Motor|Pelatihan Bengkel] [di "
                "{dusun_s}|Angkatan Pertama]",
            ),
            "Pelatihan bengkel di {desa} memberi remaja putus sekolah keterampilan dan teman baru.",
            (
                "Pukul empat sore, bengkel di {dusun}, {desa}, berubah menjadi kelas. {n2} "
                "remaja membongkar mesin di bawah pengawasan seorang mekanik.",
                "{petugas} mengenal sebagian dari mereka di pinggir jalan, pada jam yang "
                "seharusnya dipakai tidur. Ia tidak menanyakan kesalahan, melainkan keinginan.",
                "Kelas berlangsung {minggu} bulan. Peserta yang putus sekolah juga dihubungkan "
                "dengan pendidikan kesetaraan.",
                "Tiga peserta kini magang dan menerima upah pertama. Nama mereka tidak disebut "
                "atas permintaan keluarga.",
            ),
            "Tangan yang sibuk tidak sempat berkelahi",
            "{l1}, mekanik pembimbing",
            (
                "membina {n2} remaja melalui pelatihan bengkel dan pendidikan kesetaraan",
                "sebagian peserta mulai magang; identitas anak dirahasiakan",
            ),
        ),
        Plot(
            "sawah",
            "Remaja berkebun",
            (
                "[Lahan Tidur|Kebun Kosong] {dusun_s} [Dihidupkan|Digarap] {n} Remaja, "
                "[Cabai|Sayur] Pertama [Dipanen|Terjual]",
                "[Panen|Cabai] dari {dusun_s}: [Cara|Jalan] Remaja {desa_s} [Isi Sore|Jauhi Gawai]",
                "{n2} Bedeng, {n} Remaja, Satu [Musim|Kebun]: [Kisah|Panen] {dusun_s}",
            ),
            "Remaja {desa} menggarap lahan tidur dan menikmati panen pertamanya.",
            (
                "Panen pertama hanya {n2} kilogram cabai. Namun, bagi {n} remaja {dusun}, "
                "{desa}, itu bukti bahwa lahan tidur dapat dibangunkan.",
                "{petugas} meminjam lahan milik desa dan mengundang penyuluh pertanian. Setiap "
                "bedeng dipegang tiga remaja yang membagi sendiri jadwal menyiram.",
                "Hasil penjualan dibagi dua: separuh untuk peserta, separuh untuk bibit "
                "berikutnya. Pembukuan ditulis di papan agar semua dapat memeriksa.",
                "Orang tua mulai ikut datang pada sore hari. Musim depan, kebun diperluas dengan "
                "kolam ikan.",
            ),
            "Mereka yang dulu susah dibangunkan kini berebut menyiram",
            "{p1}, orang tua peserta",
            (
                "mendampingi {n} remaja menggarap lahan tidur bersama penyuluh pertanian",
                "panen pertama terjual dan hasilnya dicatat terbuka",
            ),
        ),
        Plot(
            "remaja",
            "Duta remaja sebaya",
            (
                "{n2} Duta Sebaya {desa_s} [Dilantik|Mulai Bertugas], [Telinga Pertama|Kawan "
                "Bicara] bagi Remaja {dusun_s}",
                "[Teman Curhat|Kawan Sebaya] {dusun_s}: [Mendengar|Hadir] Sebelum "
                "[Terlambat|Masalah Membesar]",
                "[Pojok Cerita|Bangku Cerita] {dusun_s} {desa_s} [Terisi|Ramai] Tiap {hari}, {n} "
                "Remaja [Datang|Mampir]",
            ),
            "Remaja di {desa} dilatih menjadi pendengar sebaya dan mengenali kapan harus meminta "
            "bantuan.",
            (
                "Di sudut taman {dusun}, {desa}, ada bangku bercat biru. Siapa pun yang duduk di "
                "sana berarti ingin didengar.",
                "{n2} duta sebaya dilatih {petugas} bersama psikolog puskesmas. Pelajaran "
                "pertamanya justru menahan diri untuk tidak menasihati.",
                "Mereka juga mempelajari batas: kekerasan, ancaman, atau keinginan menyakiti "
                "diri harus segera diteruskan kepada orang dewasa yang tepercaya.",
                "Sejak dibuka, {n} remaja pernah mampir. Isi percakapan tidak dicatat, kecuali "
                "jumlah dan rujukannya.",
            ),
            "Kadang yang dibutuhkan bukan jawaban, tetapi kursi kosong di sebelahnya",
            "{p1}, psikolog puskesmas",
            (
                "melatih {n2} duta sebaya bersama psikolog puskesmas",
                "pojok cerita dibuka setiap pekan; isi percakapan dijaga kerahasiaannya",
            ),
        ),
    ),
    "olahraga": (
        Plot(
            "olahraga",
            "Turnamen persahabatan",
            (
                "[Voli|Sepak Bola] Antar-RT {dusun_s}: {n2} Tim, [Nol Kartu Merah|Satu Piala], "
                "[Banyak Kawan|Seribu Tawa]",
                "[Dulu Lawan|Dulu Saling Ejek], Kini [Satu Tim|Sekubu]: [Cara|Racikan] Turnamen "
                "{dusun_s} {desa_s}",
                "{n2} Tim [Berlaga|Bertanding] di [Lapangan|Turnamen] {dusun_s}, Wasitnya "
                "[Petugas|Bhabinkamtibmas]",
            ),
            "Turnamen antar-RT di {desa} mencampur pemain dari lingkungan yang pernah berselisih.",
            (
                "Peraturannya ganjil: setiap tim wajib berisi pemain dari sedikitnya tiga RT. "
                "Begitulah turnamen {dusun}, {desa}, memaksa orang saling mengenal.",
                "Gagasan itu datang dari {petugas} setelah dua lingkungan kerap saling ejek. "
                "{n2} tim mendaftar, dan daftar pemainnya diundi.",
                "Lapangan diratakan bersama, jaringnya pinjaman sekolah. Setiap pertandingan "
                "dibuka dengan bersalaman dan ditutup dengan teh manis.",
                "Piala akhirnya diraih tim gabungan. Namun, yang paling lama ditepuktangani "
                "adalah tim yang tidak pernah menang, tetapi selalu datang pertama.",
            ),
            "Sulit mengejek orang yang kemarin mengoper bola kepadamu",
            "{l1}, ketua panitia",
            (
                "menyelenggarakan turnamen antar-RT dengan {n2} tim campuran",
                "pertandingan berlangsung sportif; hubungan antarlingkungan membaik",
            ),
        ),
        Plot(
            "olahraga",
            "Latihan bela diri perempuan",
            (
                "{n} [Perempuan|Ibu] {dusun_s} [Berlatih|Belajar] Bela Diri, [Percaya "
                "Diri|Keberanian] [Tumbuh|Terbit]",
                "[Kuda-kuda|Langkah Pertama] di Lapangan {dusun_s}: [Pencak Silat|Bela Diri] "
                "untuk {n} [Ibu|Perempuan] {desa_s}",
                "[Tiap {hari} Sore|Sepekan Sekali], Lapangan {dusun_s} {desa_s} [Milik Para "
                "Ibu|Jadi Gelanggang Silat]",
            ),
            "Kelas pencak silat di {desa} memberi perempuan keterampilan menjaga diri.",
            (
                "Sandal dilepas, sarung disingsingkan. {n} perempuan berbaris di lapangan "
                "{dusun}, {desa}, mengikuti aba-aba pelatih silat setempat.",
                "Kelas digagas {petugas} bersama PKK. Yang pertama diajarkan bukan pukulan, "
                "melainkan mengenali bahaya, berteriak, dan mencari tempat aman.",
                "Pada sesi berbagi, peserta membahas pelecehan di angkutan dan cara "
                "melaporkannya. Ruang itu tertutup dari kamera.",
                "Kelas kini berjalan rutin. {n2} peserta dipersiapkan menjadi pelatih bagi dusun "
                "lain.",
            ),
            "Dulu saya menunduk kalau lewat gang itu",
            "seorang peserta",
            (
                "mendampingi kelas bela diri bagi {n} perempuan bersama PKK dan perguruan silat",
                "kelas berjalan rutin; peserta memahami cara melapor bila terjadi pelecehan",
            ),
        ),
        Plot(
            "olahraga",
            "Senam dan jalan sehat",
            (
                "[Jalan Sehat|Senam Pagi] {dusun_s} [Diikuti|Gerakkan] {ratus} Warga, [Cek "
                "Tensi|Periksa Kesehatan] Gratis",
                "[Keringat|Langkah] Minggu Pagi [Satukan|Pertemukan] {n2} RT di {dusun_s} {desa_s}",
                "[Lansia|Nenek] [Terdepan|Paling Semangat] di [Senam|Jalan Sehat] {dusun_s} "
                "{desa_s}",
            ),
            "Jalan sehat di {desa} menggabungkan olahraga, pemeriksaan kesehatan, dan dialog "
            "warga.",
            (
                "Barisan terdepan jalan sehat {desa} diisi para nenek bersepatu warna-warni. Di "
                "belakangnya, {ratus} warga dari {n2} RT mengikuti rute mengelilingi {dusun}.",
                "{petugas} menempatkan pos tanya di setiap kilometer. Peserta yang menjawab "
                "pertanyaan seputar keselamatan mendapat kupon.",
                "Di garis akhir, tenaga puskesmas memeriksa tekanan darah. Beberapa warga baru "
                "mengetahui tekanan darahnya tinggi dan langsung dirujuk.",
                "Hadiah utamanya seekor kambing, dimenangkan warga yang segera menyumbangkannya "
                "untuk konsumsi kerja bakti.",
            ),
            "Sehatnya dapat, kabarnya juga dapat",
            "{p1}, peserta tertua",
            (
                "melaksanakan jalan sehat bersama warga, disertai pemeriksaan kesehatan dan "
                "dialog kamtibmas",
                "diikuti {ratus} warga; kegiatan berjalan aman dan lancar",
            ),
        ),
    ),
    "inovasi": (
        Plot(
            "pos_kamling",
            "Inovasi kentongan digital",
            (
                "[Kentongan Digital|Bel Darurat] {dusun_s} [Berbunyi|Bekerja] dalam {n2} Detik, "
                "[Rakitan|Karya] Pemuda [Desa|Setempat]",
                "[Satu Tombol|Sekali Tekan], Satu Dusun [Terjaga|Bangun]: [Inovasi|Alat] "
                "{dusun_s} {desa_s}",
                "{n} Rumah {desa_s} [Terhubung|Terpasang] Bel Darurat [Murah|Rakitan], "
                "[Cukup|Modal] {uang}",
            ),
            "Pemuda {desa} dan petugas merakit bel darurat murah yang terhubung ke pos ronda.",
            (
                "Alat itu sebesar kotak sabun. Bila tombolnya ditekan, lampu di pos ronda "
                "{dusun}, {desa}, menyala sesuai nomor rumah dalam {n2} detik.",
                "{petugas} dan pemuda lulusan SMK merakitnya dengan biaya sekitar {uang}. Tidak "
                "perlu internet, cukup gelombang radio jarak dekat.",
                "{n} rumah didahulukan, terutama milik lansia dan warga sakit. Dalam {bulan}, "
                "alat itu {n2} kali dipakai, sebagian besar untuk keadaan darurat kesehatan.",
                "Panduan merakitnya dibagikan bebas. {kades} menganggarkan perawatan agar alat "
                "tidak berhenti saat baterai habis.",
            ),
            "Ibu saya kini berani tidur di kamar sendiri",
            "{p1}, warga {dusun}",
            (
                "memasang bel darurat rakitan pemuda di {n} rumah dan menghubungkannya dengan "
                "pos ronda",
                "alat berfungsi baik; pemerintah desa menganggarkan perawatan",
            ),
        ),
        Plot(
            "penyuluhan",
            "Inovasi bank sampah",
            (
                "[Bank Sampah|Sampah] {dusun_s} [Bayar|Tebus] [SPP|Helm], {n} Keluarga "
                "[Menabung|Bergabung]",
                "[Helm|Sembako] dari [Botol Bekas|Kardus]: [Inovasi|Tabungan] {dusun_s} {desa_s}",
                "{ratus} Kilogram [Sampah|Plastik] {desa_s} [Jadi|Berubah Jadi] [Tabungan|{n2} "
                "Helm] [tiap Bulan|di {dusun_s}]",
            ),
            "Bank sampah di {desa} menukar botol bekas dengan helm dan kebutuhan sekolah.",
            (
                "Timbangan digantung di bawah pohon. Setiap {hari2}, warga {dusun}, {desa}, "
                "datang membawa karung dan pulang dengan buku tabungan yang bertambah angkanya.",
                "{petugas} memulainya karena dua hal yang sering ia jumpai: parit tersumbat dan "
                "anak dibonceng tanpa helm. Kini {n} keluarga menjadi nasabah.",
                "Sebulan terkumpul {ratus} kilogram sampah pilah. {n2} helm anak sudah ditukar, "
                "dan parit yang dulu meluap tetap lancar pada hujan pertama.",
                "Pengurusnya ibu-ibu PKK dengan pembukuan terbuka. Desa tetangga mulai datang "
                "untuk belajar.",
            ),
            "Dulu saya bayar orang untuk membuang, sekarang malah menabung",
            "{p1}, nasabah",
            (
                "mendampingi bank sampah yang menukar sampah pilah dengan helm anak",
                "{n} keluarga menjadi nasabah; parit lingkungan lebih lancar",
            ),
        ),
        Plot(
            "sambang",
            "Inovasi layanan keliling",
            (
                "[Warung Lapor|Motor Layanan] {dusun_s}: [Urus Surat|Lapor] [Tanpa|Tak Perlu] "
                "Menempuh {n} Kilometer",
                "[Kantor Polisi|Meja Layanan] yang [Berjalan|Mampir] ke {dusun_s} {desa_s} [Tiap "
                "{hari}|Dua Pekan Sekali]",
                "{n} [Surat|Laporan] [Rampung|Terlayani] di Teras [Warung|Warga] {dusun_s} "
                "{desa_s}",
            ),
            "Layanan keliling di {desa} mendekatkan urusan kepolisian ke teras rumah warga.",
            (
                "Meja lipat, printer kecil, dan payung besar: itulah kantor {petugas} setiap "
                "{hari2} di {dusun}, {desa}.",
                "Jarak ke polsek mencapai puluhan kilometer dengan jalan tanah. Untuk surat "
                "kehilangan, warga dahulu menghabiskan sehari dan ongkos yang tidak sedikit.",
                "Dalam {bulan}, {n} urusan diselesaikan di tempat. Laporan yang memerlukan "
                "penyelidikan diantar petugas ke polsek, dan pelapor menerima tanda bukti.",
                "Warga mengusulkan jadwal dipasang di warung dan rumah ibadah. Untuk penyandang "
                "disabilitas, layanan dilakukan di rumah.",
            ),
            "Saya kehilangan kartu, bukan kehilangan hari kerja",
            "{l1}, petani",
            (
                "membuka layanan keliling bagi warga yang jauh dari polsek",
                "{n} urusan terlayani dalam {bulan}; jadwal dipasang di warung dan rumah ibadah",
            ),
        ),
    ),
}
