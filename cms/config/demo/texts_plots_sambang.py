"""Plots for sambang, the visit to people where they live and work."""

from __future__ import annotations

from .texts_plot import Plot

SAMBANG: tuple[Plot, ...] = (
    Plot(
        "sambang",
        "Sambang lansia",
        (
            "[Mengetuk|Dari Pintu ke] Pintu {dusun_s}, [Memastikan|Menjaga] {n2} Lansia Tak "
            "Sendirian",
            "{n} Tetangga {dusun_s} [Berbagi Jadwal|Bergiliran] [Menjenguk|Menengok] {n2} Lansia",
            "[Sepekan Sekali|Tiap {hari}], Ada yang [Menengok|Menyapa] Para Lansia {dusun_s} "
            "{desa_s}",
            "{n2} Lansia di {dusun_s} [Kini Punya Nomor|Dapat Teman Bicara|Kini Rutin Dijenguk]",
        ),
        "{petugas} mendatangi {n2} warga lanjut usia yang tinggal sendiri di {dusun}, "
        "{desa}, dan mengatur jadwal jenguk bersama tetangga.",
        (
            "[Pagi itu|{hari} pagi], {petugas} tidak [membawa|menenteng] berkas. Di setang "
            "motornya tergantung kantong berisi [beras dan telur|gula, teh, dan biskuit|sayur "
            "dan minyak goreng]. Tujuannya {n2} rumah di {dusun}, {desa}, Kecamatan {kec}, yang "
            "penghuninya lansia dan tinggal seorang diri.",
            "Di setiap rumah ia menanyakan hal yang sama: sudah makan atau belum, obat masih ada "
            "atau habis, dan siapa yang bisa dihubungi bila malam-malam sakit. Jawabannya "
            "dicatat di buku kecil, lalu disampaikan kepada bidan desa dan ketua RT {rt}.",
            "Dari kunjungan itu diketahui [tiga|empat|dua] warga belum memiliki jaminan "
            "kesehatan yang aktif. Pemerintah desa berjanji mengurusnya [pekan ini|sebelum akhir "
            "bulan].",
            "Warga sepakat membagi jadwal. Setiap rumah lansia kini punya dua tetangga yang "
            "bergiliran menengok, dan nomor telepon petugas ditempel di balik pintu dengan huruf "
            "besar.",
        ),
        "Kalau ada yang mengetuk pintu, rasanya hari jadi tidak panjang",
        "{p1}, warga {dusun}",
        (
            "melaksanakan sambang ke {n2} rumah lansia yang tinggal sendiri, menanyakan "
            "kesehatan, obat, dan nomor keluarga yang dapat dihubungi",
            "tetangga bersedia bergiliran menengok; data warga yang jaminan kesehatannya tidak "
            "aktif sudah kami serahkan kepada pemerintah desa",
        ),
    ),
    Plot(
        "pasar",
        "Sambang pedagang pasar",
        (
            "[Subuh di Pasar|Obrolan Pasar] {desa_s}: Uang Palsu, [Copet|Parkir], dan "
            "[Secangkir|Segelas] Kopi",
            "{n2} [Pedagang|Pemilik Lapak] {dusun_s} [Bahas|Rembukkan] [Copet|Parkir] di Pasar "
            "{desa_s}",
            "[Pedagang|{n} Pedagang] Pasar {desa_s} [Belajar Mengenali|Kini Waspada|Dibekali "
            "Cara Cek] Uang Palsu",
            "Keluhan Parkir Pasar {desa_s} [Dijawab|Terurai] [Lewat Jalur Pejalan|dengan {n2} "
            "Papan Penunjuk]",
        ),
        "Kunjungan rutin ke pasar {desa} menghasilkan cara sederhana menghadapi uang palsu "
        "dan parkir yang semrawut.",
        (
            "Lampu lapak belum semua padam ketika {petugas} tiba di pasar {desa} {jam}. Ia tidak "
            "langsung bertanya soal keamanan. Ia membeli [pisang goreng|nasi bungkus|kopi "
            "hitam], lalu duduk.",
            "“Sepekan ini [dua|tiga] kali ada yang membayar dengan uang palsu,” kata {p1}, "
            "pedagang [sayur|ikan|sembako]. Cerita itu disambut pedagang lain. Dalam satu jam, "
            "{n2} orang berkumpul di los tengah.",
            "{nama} mengajak mereka mempraktikkan cara dilihat, diraba, dan diterawang. Ia juga "
            "meminta uang yang diragukan tidak diedarkan lagi, melainkan diserahkan kepada bank "
            "atau kantor polisi terdekat.",
            "Soal parkir, pengelola pasar setuju membuka jalur selebar dua meter untuk pejalan "
            "kaki. Kendaraan bongkar muat hanya boleh masuk sebelum pukul 06.00.",
        ),
        "Sekarang kami tahu harus bertanya kepada siapa kalau ragu",
        "{p1}, pedagang pasar",
        (
            "menyambangi pedagang pasar, mendengar keluhan mengenai uang palsu dan parkir, serta "
            "mempraktikkan cara dilihat, diraba, diterawang",
            "pengelola pasar setuju membuka jalur pejalan kaki; pedagang menyimpan nomor telepon "
            "kami",
        ),
    ),
    Plot(
        "sawah",
        "Sambang petani",
        (
            "[Di Pematang|Di Gubuk Sawah] {dusun_s}, [Pencurian Pompa|Giliran Air] "
            "[Dibicarakan|Dicarikan Jalan]",
            "[Pompa Air Hilang|Mesin Pompa Raib], {n} Petani {dusun_s} [Bentuk Jaga "
            "Sawah|Sepakat Ronda Malam]",
            "[Menjelang Panen|Jelang Musim Panen], Petani {desa_s} [Tak Lagi Menjaga Sawah "
            "Sendirian|Jaga {n2} Petak Rawan Bersama]",
        ),
        "Sambang ke sawah di {desa} melahirkan jadwal jaga bersama setelah petani kehilangan "
        "pompa air.",
        (
            "Tidak ada kursi, tidak ada pengeras suara. Pertemuan itu berlangsung di gubuk tepi "
            "sawah {dusun}, {desa}, {hari} [pagi|sore], dengan [singkong rebus|ubi rebus|teh "
            "manis] di tengah-tengah.",
            "{n} petani bercerita kepada {petugas} bahwa [satu|dua] mesin pompa hilang dalam "
            "{bulan} terakhir. Sebagian memilih tidur di gubuk, padahal siang harinya harus "
            "bekerja.",
            "Kelompok tani lalu menandai mesin dengan nomor ukir dan mencatatnya di balai desa. "
            "Jaga malam dibagi menjadi {n2} kelompok, masing-masing didampingi anggota linmas.",
            "Babinsa {babinsa} yang ikut hadir menyanggupi berkeliling bersama pada malam-malam "
            "menjelang panen. Laporan kehilangan yang lama diteruskan ke polsek untuk "
            "ditindaklanjuti.",
        ),
        "Dulu kami menjaga sendiri-sendiri. Sekarang yang tidur bisa benar-benar tidur",
        "{l1}, petani",
        (
            "menyambangi petani di gubuk sawah, mendengar laporan pompa air yang hilang, dan "
            "menyusun jadwal jaga bersama linmas dan Babinsa {babinsa}",
            "mesin pompa diberi nomor ukir dan didata di balai desa; laporan lama diteruskan ke "
            "polsek",
        ),
    ),
    Plot(
        "pantai",
        "Sambang nelayan",
        (
            "[Gelombang Tinggi|Cuaca Buruk], Nelayan {dusun_s} [Sepakat Lapor Sebelum "
            "Melaut|Pasang {n2} Papan Cuaca]",
            "[Ada yang Menunggu|Ada Daftar Pulang] di {dusun_s}: [Cara|Ikhtiar] {desa_s} Menjaga "
            "{n} Nelayan",
            "{n} Nelayan {desa_s} [Kini Tercatat|Catat Jam Pulang] di [Buku|Papan] Melaut",
        ),
        "Nelayan di {desa} kini mencatatkan waktu berangkat dan pulang, gagasan yang lahir "
        "dari obrolan sambang.",
        (
            "[Angin barat|Musim angin] membuat perahu lebih sering tertambat. Kesempatan itu "
            "dipakai {petugas} untuk menyambangi nelayan {dusun}, {desa}, yang sedang menambal "
            "jaring.",
            "Dari percakapan terungkap satu kegelisahan: keluarga di darat kerap tidak tahu ke "
            "mana perahu menuju. Bila terlambat pulang, pencarian dimulai dari menebak-nebak.",
            "Maka disepakati sebuah papan di dermaga. Setiap nelayan menuliskan arah, jumlah "
            "awak, dan perkiraan waktu pulang. Papan itu dijaga bergantian oleh {n2} keluarga.",
            "Prakiraan cuaca dari BMKG juga disalin setiap sore. Nelayan yang belum memiliki "
            "jaket pelampung didata untuk diusulkan kepada dinas perikanan kabupaten setempat.",
        ),
        "Laut tidak bisa kami atur, tetapi cara berangkat bisa",
        "{l1}, ketua kelompok nelayan",
        (
            "menyambangi nelayan yang sedang tidak melaut, mengingatkan cuaca buruk dan alat "
            "keselamatan",
            "disepakati papan catatan berangkat dan pulang di dermaga; kebutuhan jaket pelampung "
            "didata",
        ),
    ),
    Plot(
        "sambang",
        "Kunjungan warga baru",
        (
            "[Rumah Kontrakan|Deret Indekos] {dusun_s} [Tak Lagi Asing|Mulai Saling Kenal], {n2} "
            "[Penghuni|Warga] Baru Terdata",
            "[Kenalan di Teras|Teh Sore di Teras]: {desa_s} [Menyambut|Menyapa] {n2} Warga Baru",
            "Dari [Fotokopi KTP|Buku Tamu] ke [Kerja Bakti|Arisan], Warga Baru {dusun_s} "
            "{desa_s} [Melebur|Berbaur]",
        ),
        "Pendataan penghuni kontrakan di {desa} dilakukan dengan cara bertamu, bukan memeriksa.",
        (
            "Ada {n2} rumah kontrakan di RT {rt}, {dusun}. Sebagian penghuninya bekerja sif "
            "malam dan jarang bertemu tetangga. {hari} sore, {petugas} datang bersama ketua RT "
            "untuk berkenalan.",
            "Pendataan dilakukan di teras, sambil minum teh. Penghuni mengisi lembar wajib lapor "
            "dan menuliskan nomor keluarga yang dapat dihubungi dalam keadaan darurat.",
            "Pemilik kontrakan diingatkan agar mengenal penyewanya. {nama} menjelaskan ciri "
            "perekrutan kerja yang patut dicurigai, sebab tindak pidana perdagangan orang kerap "
            "berawal dari janji gaji besar.",
            "Sore itu ditutup dengan undangan kerja bakti hari Minggu. [Lima|Enam|Tujuh] "
            "penghuni baru langsung mendaftar, sebagian lengkap dengan cangkulnya.",
        ),
        "Saya baru [tiga|empat] bulan di sini, hari ini pertama kali tahu nama tetangga",
        "seorang penghuni kontrakan",
        (
            "bertamu ke {n2} rumah kontrakan bersama ketua RT {rt} untuk berkenalan dan mendata "
            "warga baru",
            "lembar wajib lapor terisi; pemilik kontrakan memahami kewajiban mengenal penyewa "
            "dan ciri TPPO",
        ),
    ),
    Plot(
        "sungai",
        "Sambang warga bantaran",
        (
            "[Sebelum Hujan Datang|Jelang Musim Hujan], Warga {dusun_s} [Hafal|Siapkan] {n2} "
            "[Jalur Mengungsi|Titik Kumpul]",
            "[Bantaran|Tepi Sungai] {dusun_s} [Bersiap|Punya Tanda Bahaya]: [Kentongan|Pengeras "
            "Musala] Jadi Alarm Banjir",
            "Warga {dusun_s} {desa_s} [Catat Tinggi Air|Pasang Patok Air] [Setiap Petang|Sejak "
            "{hari}], {n} [Rumah|Keluarga] Siaga",
        ),
        "Bersama warga bantaran di {desa}, petugas menyusun jalur mengungsi dan tanda bahaya "
        "banjir.",
        (
            "Garis lumpur tahun lalu masih terlihat di dinding rumah {l1}, setinggi pinggang. "
            "“Waktu itu kami terlambat,” katanya kepada {petugas} yang datang menyambangi "
            "{dusun}, {desa}, {hari} lalu.",
            "Bersama ketua RT {rt}, mereka menyusuri bantaran dan memasang patok berwarna hijau, "
            "kuning, dan merah. Begitu air menyentuh kuning, kentongan dipukul tiga kali.",
            "Warga yang perlu didahulukan, yakni lansia, ibu hamil, bayi, dan penyandang "
            "disabilitas, didata dari rumah ke rumah. Ada {n2} orang, masing-masing dengan "
            "pendamping.",
            "Titik kumpul ditetapkan di [sekolah|masjid|balai desa] yang letaknya lebih tinggi. "
            "Simulasi akan digelar {minggu} pekan lagi bersama BPBD.",
        ),
        "Sekarang anak-anak pun tahu harus lari ke mana",
        "{p1}, warga bantaran",
        (
            "menyambangi warga bantaran sungai, memasang patok tinggi air, dan mendata warga "
            "rentan",
            "titik kumpul dan tanda kentongan disepakati; simulasi dijadwalkan {minggu} pekan lagi",
        ),
    ),
)
