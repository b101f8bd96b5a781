"""Plots for safeguarding events and for social work."""

from __future__ import annotations

from .texts_plot import Plot

PENGAMANAN: tuple[Plot, ...] = (
    Plot(
        "festival",
        "Pengamanan pesta adat",
        (
            "[Pesta Adat|Upacara Adat] {dusun_s} [Berlangsung Khidmat|Tertib], {n} "
            "[Pemuda|Relawan] [Ikut|Turut] Berjaga",
            "[Pecalang, Linmas, dan Polisi|Pemuda Adat dan Polisi] [Bahu-membahu|Berjaga] di "
            "[Upacara|Pesta] {dusun_s} {desa_s}",
            "[Menjaga|Mengawal] Adat Tanpa [Mengganggu|Memutus] Khidmat: [Catatan|Kisah] dari "
            "{dusun_s} {desa_s}",
        ),
        "Pengamanan pesta adat di {desa} dilakukan bersama pemuda dengan menghormati tata upacara.",
        (
            "Sebelum upacara dimulai, {petugas} menemui para tetua {desa}. Ia bertanya di mana "
            "petugas boleh berdiri, kapan harus diam, dan jalan mana yang tidak boleh dilintasi.",
            "Jawaban itu menjadi denah pengamanan. {n} pemuda adat mengenakan pita lengan dan "
            "menjaga {n2} titik, sementara polisi mengatur kendaraan di lingkar luar.",
            "Rombongan tamu dari desa tetangga datang hampir bersamaan. Jalan dibuat satu arah "
            "selama tiga jam, dan ambulans puskesmas disiagakan di sisi timur.",
            "Upacara berakhir menjelang petang tanpa gangguan. Pemuda, polisi, dan linmas "
            "menyapu lapangan bersama sebelum pulang.",
        ),
        "Ia bertanya dahulu sebelum mengatur, itu sebabnya kami percaya",
        "{l1}, tetua adat",
        (
            "mengamankan pesta adat bersama {n} pemuda setelah berkoordinasi dengan para tetua",
            "kegiatan berjalan tertib dan khidmat; arus lalu lintas lancar",
        ),
    ),
    Plot(
        "penyuluhan",
        "Pengamanan ibadah",
        (
            "[Ibadah|Perayaan] di {desa_s} [Khusyuk|Berjalan Damai], Pemuda Lintas Agama "
            "[Jaga|Atur] Parkir {dusun_s}",
            "[Saling Menjaga|Bertukar Jaga] di {dusun_s}: {n2} Pemuda [Lintas Iman|Lintas Agama] "
            "[Berdiri|Bersiaga] di Gerbang",
            "{n} Jemaah {desa_s} [Pulang|Beribadah] Tenang, [Pintu|Jalan] {dusun_s} [Dijaga "
            "Bersama|Diatur Satu Arah]",
        ),
        "Pemuda lintas agama di {desa} bergantian menjaga rumah ibadah bersama petugas.",
        (
            "Yang mengatur parkir di depan rumah ibadah di {dusun}, {desa}, {hari} itu adalah "
            "para pemuda dari agama lain. Tradisi bertukar jaga tersebut sudah memasuki tahun "
            "kelima.",
            "{petugas} memeriksa lokasi sejak {jam} bersama pengurus. Jalur kursi roda "
            "dikosongkan, alat pemadam diuji, dan {n2} penjaga mendapat nomor yang harus "
            "dihubungi.",
            "Ibadah diikuti {n} orang. Kendaraan pribadi dialihkan ke lapangan agar ambulans "
            "tetap dapat lewat.",
            "Setelah selesai, para penjaga diajak makan bersama. Bulan depan giliran bertukar, "
            "dan daftar namanya sudah penuh.",
        ),
        "Hari ini kami dijaga, besok kami yang menjaga",
        "{l1}, pengurus rumah ibadah",
        (
            "mengamankan kegiatan ibadah bersama {n2} pemuda lintas agama",
            "kegiatan diikuti {n} orang, berlangsung aman dan lancar",
        ),
    ),
    Plot(
        "pasar",
        "Pengamanan pasar murah",
        (
            "[Antre|Antrean] Pasar Murah {dusun_s} [Rapi|Tanpa Desak-desakan], {ratus} Paket "
            "[Habis|Tersalurkan]",
            "[Nomor Antrean|Kupon Warna] [Urai|Atasi] Kerumunan Pasar Murah {dusun_s} {desa_s}",
            "[Lansia Lebih Dahulu|Ibu Hamil Didahulukan]: [Tertib|Suasana] Pasar Murah {desa_s} "
            "[di {dusun_s}|{hari}]",
        ),
        "Pasar murah di {desa} berlangsung tertib dengan kupon berwarna dan jalur khusus "
        "warga rentan.",
        (
            "Gerbang baru dibuka pukul 08.00, tetapi antrean sudah terbentuk sejak subuh. "
            "{petugas} bersama linmas membagi warga ke dalam kupon tiga warna agar tidak "
            "berdesakan.",
            "{ratus} paket bahan pokok disediakan pemerintah kabupaten setempat dan koperasi. "
            "Jalur khusus disiapkan bagi lansia, ibu hamil, dan penyandang disabilitas.",
            "Di tengah keramaian, pengeras suara beberapa kali menyebut barang tertinggal: "
            "dompet, kunci motor, dan sepasang sandal. Semuanya kembali kepada pemiliknya.",
            "Pasar murah selesai sebelum tengah hari. Petugas mengingatkan warga agar "
            "berhati-hati membawa uang dan tidak mudah percaya kepada orang yang menawarkan "
            "kupon.",
        ),
        "Baru kali ini saya antre sambil duduk",
        "{p1}, warga {dusun}",
        (
            "mengamankan pasar murah dan mengatur antrean dengan kupon berwarna bersama linmas",
            "{ratus} paket tersalurkan dengan tertib; nihil kejadian menonjol",
        ),
    ),
    Plot(
        "olahraga",
        "Pengamanan turnamen",
        (
            "[Final|Laga Puncak] Turnamen {dusun_s} [Tanpa Ricuh|Berakhir Pelukan], {ratus} "
            "Penonton [Pulang Tertib|Bertahan Rapi]",
            "[Suporter|Dua Kubu Suporter] {desa_s} [Duduk Bersebelahan|Bertukar Syal] di "
            "[Lapangan|Laga] {dusun_s}",
            "[Ikrar|Janji] Suporter [Dibaca|Diucapkan] sebelum [Laga|Final] {desa_s}, [Aman "
            "sampai|Damai hingga] Peluit Akhir",
        ),
        "Ikrar suporter dan pengamanan bersama membuat final turnamen di {desa} berakhir damai.",
        (
            "Sebelum peluit pertama, dua ketua suporter berdiri di tengah lapangan {dusun}, "
            "{desa}, dan membaca ikrar yang sama. {petugas} berdiri selangkah di belakang mereka.",
            "Pengamanan dirancang sejak {minggu} pekan sebelumnya. Jalur masuk dipisahkan, botol "
            "kaca ditukar dengan gelas, dan {n2} pemuda setempat menjadi pengatur tribun.",
            "Laga berlangsung keras, tetapi bersih. Ketika gol kemenangan tercipta pada menit "
            "akhir, tribun bergemuruh tanpa satu pun benda melayang.",
            "Panitia membagikan hadiah bagi suporter tertib. Kedua kubu pulang lewat jalur "
            "berbeda, sebagian setelah bertukar nomor untuk laga persahabatan.",
        ),
        "Kalah itu sebentar, tetangga itu selamanya",
        "{l1}, ketua suporter",
        (
            "mengamankan final turnamen antardusun bersama linmas dan {n2} pemuda pengatur tribun",
            "pertandingan selesai tanpa kericuhan; penonton pulang tertib",
        ),
    ),
    Plot(
        "mediasi",
        "Pengamanan musyawarah desa",
        (
            "[Musyawarah|Pemilihan Perangkat] {desa_s} [Hangat tapi Tertib|Berlangsung Terbuka], "
            "{n} [Warga|Utusan] Hadir",
            "[Beda Pilihan|Beda Pendapat], [Satu|Tetap Satu] Meja: [Musyawarah|Rapat] Warga "
            "{dusun_s} {desa_s}",
            "{n2} Usulan [Dibahas|Disepakati] Tanpa Gaduh di [Musyawarah|Balai] {desa_s}, "
            "{dusun_s} [Dapat Giliran|Didahulukan]",
        ),
        "Musyawarah desa di {desa} berjalan terbuka; petugas hadir menjaga ketertiban dan "
        "tetap netral.",
        (
            "Dua kubu duduk di sisi yang berbeda. Di antara keduanya, {petugas} memilih kursi "
            "paling belakang, dekat pintu, tempat semua orang dapat melihatnya.",
            "Musyawarah {desa} {hari} itu membahas {n2} usulan, dari jalan usaha tani hingga "
            "penerangan {dusun}. {n} utusan hadir dan semuanya mendapat waktu bicara yang sama.",
            "Suasana sempat meninggi ketika anggaran dibacakan. Ketua sidang memberi jeda, kopi "
            "dibagikan, lalu rapat dilanjutkan dengan kepala lebih dingin.",
            "Keputusan diambil dengan mufakat dan ditempel di papan pengumuman. Petugas "
            "menegaskan bahwa kehadirannya menjaga ketertiban, bukan menentukan pilihan.",
        ),
        "Berbeda pendapat itu tanda kami sama-sama peduli",
        "{p1}, utusan {dusun}",
        (
            "mengamankan musyawarah desa yang dihadiri {n} utusan dengan menjaga netralitas",
            "musyawarah menghasilkan mufakat atas {n2} usulan; situasi aman",
        ),
    ),
    Plot(
        "pantai",
        "Pengamanan mudik dan libur",
        (
            "[Dermaga|Penyeberangan] {dusun_s} [Padat|Ramai], {n2} Petugas [Gabungan|Bersama "
            "Warga] [Urai|Jaga] Penumpang",
            "[Jaket Pelampung|Daftar Penumpang] [Lebih Dulu|Wajib], Baru [Berangkat|Berlayar]: "
            "Libur di {dusun_s} {desa_s}",
            "[Arus|Hari] Libur {desa_s}: [Kapal|Perahu] {dusun_s} [Dibatasi|Diperiksa], {n} "
            "Penumpang [Sabar|Selamat] Menunggu",
        ),
        "Pengamanan libur di {desa} menekankan keselamatan penumpang di penyeberangan.",
        (
            "Koper, kardus, dan ayam dalam keranjang memenuhi tepi dermaga {dusun}, {desa}. "
            "{petugas} berdiri di ujung titian, menghitung penumpang satu per satu.",
            "Perahu hanya berangkat setelah jumlah penumpang sesuai dan setiap orang mengenakan "
            "jaket pelampung. Aturan itu membuat antrean lebih panjang, tetapi tidak ada yang "
            "memaksa.",
            "Pos gabungan diisi polisi, TNI, puskesmas, dan {n2} relawan. Warga menyediakan air "
            "minum, sementara anak yang terpisah dari rombongan segera diantar kepada "
            "keluarganya.",
            "Hingga sore, {n} penumpang diberangkatkan dengan selamat. Keberangkatan terakhir "
            "ditunda karena angin, dan penumpangnya bermalam di balai desa.",
        ),
        "Terlambat sehari tidak apa-apa, asal sampai",
        "{l1}, juragan perahu",
        (
            "mengamankan arus libur di dermaga dan memeriksa kelengkapan keselamatan perahu",
            "{n} penumpang diberangkatkan dengan selamat; satu keberangkatan ditunda karena cuaca",
        ),
    ),
)

SOSIAL: tuple[Plot, ...] = (
    Plot(
        "sambang",
        "Bedah rumah warga",
        (
            "[Dinding Bambu|Atap Bocor] Itu [Kini Berganti|Telah Berganti], {n} Warga {dusun_s} "
            "[Gotong Royong|Bedah Rumah]",
            "[{n2} Hari|Dua Pekan], {n} Tangan: [Rumah|Bedah Rumah] di {dusun_s} {desa_s} "
            "[Berdiri Lagi|Rampung]",
            "[Dari Jimpitan|Dari Kas Ronda] Jadi [Rumah|Atap]: [Gotong Royong|Ikhtiar] {dusun_s} "
            "{desa_s}",
        ),
        "Warga {desa} bergotong royong memperbaiki rumah seorang lansia dengan kas jimpitan.",
        (
            "Setiap hujan turun, penghuni rumah itu memindahkan kasur ke dapur. {petugas} "
            "mengetahuinya ketika sambang, dan membawanya ke rapat RT {rt}, {dusun}, {desa}.",
            "Dana dihimpun dari kas jimpitan, sumbangan bahan bangunan, dan tenaga. {n} warga "
            "bekerja bergiliran selama {n2} hari, dibantu Babinsa {babinsa}.",
            "Para ibu memasak, pemuda mengangkut pasir, dan tukang di kampung itu menolak upah. "
            "Sisa kayu dibuat menjadi rak untuk posyandu.",
            "Penyerahan kunci dilakukan sederhana. Pemilik rumah meminta namanya tidak ditulis, "
            "cukup doanya yang disampaikan.",
        ),
        "Saya hanya mengetuk satu pintu, yang datang satu kampung",
        "{nama}, Bhabinkamtibmas {desa}",
        (
            "bersama {n} warga melaksanakan gotong royong perbaikan rumah seorang lansia",
            "rumah selesai dalam {n2} hari dari kas jimpitan dan sumbangan warga",
        ),
    ),
    Plot(
        "penyuluhan",
        "Donor darah",
        (
            "{n} Kantong Darah [Terkumpul|dari] {dusun_s}, [Stok PMI|Harapan Pasien] "
            "[Bertambah|Terbantu]",
            "[Lengan Digulung|Donor Darah] di Balai {desa_s}: [Petani|Pemuda], [Guru|Pedagang], "
            "dan Polisi [Antre|Ikut] [Bersama|{hari}]",
            "[Kurang Darah, Lebih Saudara|Setetes dari {dusun_s}]: Donor {desa_s} "
            "[Hasilkan|Kumpulkan] {n} Kantong",
        ),
        "Donor darah di {desa} mengumpulkan {n} kantong untuk PMI.",
        (
            "Antrean terpanjang di balai {desa} {hari} itu bukan antrean bantuan. Warga "
            "menggulung lengan baju untuk donor darah yang digagas {petugas} bersama PMI.",
            "Gagasan itu muncul setelah seorang warga kesulitan mencari golongan darah yang "
            "langka. Petugas lalu mendata golongan darah warga RT demi RT.",
            "Dari pendaftar yang datang, {n} orang memenuhi syarat. {n2} lainnya diminta "
            "beristirahat dahulu karena tekanan darahnya belum sesuai.",
            "Data pendonor disimpan PMI dan bidan desa dengan persetujuan pemiliknya. Donor "
            "berikutnya dijadwalkan tiga bulan lagi.",
        ),
        "Takut jarumnya sebentar, senangnya sampai rumah",
        "{p1}, pendonor pertama kali",
        (
            "menyelenggarakan donor darah bersama PMI dan puskesmas di balai desa",
            "terkumpul {n} kantong; donor berikutnya direncanakan tiga bulan lagi",
        ),
    ),
    Plot(
        "sungai",
        "Bantuan korban banjir",
        (
            "[Dapur Umum|Api Dapur] {dusun_s} [Menyala|Mengepul] [Sejak Subuh|Tiga Hari], "
            "{ratus} Nasi Bungkus [Sehari|Dibagikan]",
            "[Setelah Air Surut|Lumpur Disapu]: {n} [Relawan|Warga] [Bersihkan|Pulihkan] "
            "{dusun_s} {desa_s}",
            "[Buku|Seragam] [Kering|Baru] untuk Sekolah {desa_s}, [Hasil|Buah] Patungan {n2} "
            "[RT|Kelompok] {dusun_s}",
        ),
        "Relawan dan petugas di {desa} memulihkan dusun setelah banjir, dari dapur umum "
        "hingga buku sekolah.",
        (
            "Air sudah surut, tetapi lumpurnya masih setinggi mata kaki. {petugas} dan {n} "
            "relawan memulai hari di {dusun}, {desa}, dengan sekop dan sepatu bot.",
            "Dapur umum di balai desa menyiapkan {ratus} bungkus nasi sehari. Bahan makanan "
            "datang dari dusun lain yang tidak terendam.",
            "Pendataan dilakukan bersama perangkat desa agar bantuan tidak menumpuk di satu "
            "tempat. Obat kulit dan air bersih menjadi kebutuhan yang paling mendesak.",
            "Karang taruna mengeringkan buku-buku sekolah satu per satu dengan kipas. Yang tidak "
            "terselamatkan diganti dari patungan warga.",
        ),
        "Yang kami ingat bukan banjirnya, tetapi siapa yang datang sesudahnya",
        "seorang warga {dusun}",
        (
            "membantu pembersihan lumpur dan dapur umum bagi warga terdampak banjir bersama {n} "
            "relawan",
            "bantuan tersalurkan menurut data desa; kebutuhan mendesak air bersih dan obat kulit",
        ),
    ),
    Plot(
        "gunung",
        "Pengantaran warga sakit",
        (
            "[Menandu|Ditandu] {n2} Kilometer, [Ibu Hamil|Seorang Warga] {dusun_s} [Tiba "
            "Selamat|Tertolong]",
            "[Tengah Malam|Menjelang Subuh] di {dusun_s}: [Sarung, Bambu|Tandu Bambu], dan {n2} "
            "[Pasang|Orang Pemilik] Kaki",
            "[Jalan Putus|Jembatan Putus], [Warga|{n2} Warga] {desa_s} [Bergantian|Bahu-membahu] "
            "[Menandu|Memikul] Tetangga Sakit",
        ),
        "Warga {desa} dan petugas menandu seorang ibu hamil ke puskesmas setelah jalan "
        "tertimbun longsor.",
        (
            "Telepon itu berbunyi {jam_malam}. Seorang ibu hamil di {dusun}, {desa}, harus "
            "segera dibawa ke puskesmas, sedangkan satu-satunya jalan tertimbun longsor.",
            "{petugas} datang dengan motor sampai batas longsoran, lalu berjalan kaki. Warga "
            "sudah menyiapkan tandu dari dua batang bambu dan kain sarung.",
            "{n2} orang bergantian memikul sejauh beberapa kilometer, menyusuri pematang dengan "
            "cahaya senter. Bidan berjalan di samping sepanjang perjalanan.",
            "Rombongan tiba sebelum fajar. Ibu dan bayinya sehat. Paginya warga kembali ke "
            "longsoran, kali ini membawa cangkul untuk membuka jalan.",
        ),
        "Tidak ada yang bertanya siapa yang giliran, semua memikul",
        "{l1}, warga {dusun}",
        (
            "membantu evakuasi seorang ibu hamil dengan tandu karena jalan tertimbun longsor",
            "ibu dan bayi dalam keadaan sehat di puskesmas; jalan dibuka secara gotong royong",
        ),
    ),
    Plot(
        "remaja",
        "Rumah belajar",
        (
            "[Garasi|Teras Rumah] Jadi [Kelas|Taman Baca]: {n} Anak {dusun_s} [Belajar|Membaca] "
            "[Tiap {hari}|Sepulang Sekolah]",
            "{ratus} Buku [Tiba|Mendarat] di {dusun_s}, [Rumah Belajar|Taman Baca] {desa_s} "
            "[Makin Ramai|Resmi Dibuka]",
            "[Rak dari Peti Buah|Papan Tulis Bekas], [Cita-cita|Mimpi] [Baru|Besar] Anak "
            "{dusun_s} {desa_s}",
        ),
        "Rumah belajar sederhana di {desa} tumbuh dari teras rumah seorang petugas.",
        (
            "Mula-mula hanya satu anak yang menumpang mengerjakan tugas di teras. Kini setiap "
            "{hari2} sore, {n} anak memenuhi rumah belajar {dusun}, {desa}.",
            "{petugas} membuat rak dari peti buah. {ratus} buku datang dari sumbangan guru, "
            "perantau, dan pengunjung yang diam-diam meninggalkan kardus di pagar.",
            "Pengajarnya mahasiswa setempat dan pensiunan guru. Sebelum pulang, anak-anak "
            "bergiliran menceritakan satu hal yang baru mereka ketahui.",
            "{kades} menyediakan ruang kosong di samping balai desa agar kegiatan tidak terhenti "
            "saat hujan. Setiap foto kegiatan diambil tanpa memperlihatkan wajah anak.",
        ),
        "Mereka datang karena gambarnya, lalu pulang membawa ceritanya",
        "{p1}, pensiunan guru",
        (
            "mendampingi kegiatan rumah belajar bersama relawan pengajar",
            "{n} anak hadir; pemerintah desa menyediakan ruang di samping balai desa",
        ),
    ),
    Plot(
        "penyuluhan",
        "Dukungan posyandu",
        (
            "[Timbangan|Meja Timbang] Posyandu {dusun_s} [Ramai Lagi|Penuh], {n} Balita "
            "[Ditimbang|Terpantau]",
            "[Antar-jemput|Jemput] Balita [Pakai|dengan] Motor Dinas: [Posyandu|Cara] {dusun_s} "
            "{desa_s} [Tekan Stunting|Naikkan Kehadiran]",
            "[Telur|Sayur] dari [Kebun|Pekarangan] {dusun_s} untuk {n} Balita {desa_s} [Tiap "
            "{hari}|Setiap Bulan]",
        ),
        "Petugas membantu posyandu {desa} menjemput keluarga yang rumahnya jauh.",
        (
            "Grafik kehadiran posyandu {dusun}, {desa}, menurun selama {bulan}. Penyebabnya "
            "bukan enggan, melainkan jarak: sebagian rumah terpisah sungai dan tanjakan.",
            "{petugas} menawarkan diri menjemput. Bersama {n2} pemuda, ia mengantar ibu dan "
            "balita dengan helm kecil yang dipinjamkan bergantian.",
            "Kader menyiapkan makanan tambahan dari telur dan sayur pekarangan. Bidan desa "
            "mencatat {n} balita hadir, angka tertinggi tahun ini.",
            "Keluarga yang memerlukan rujukan didampingi ke puskesmas. Data anak tetap disimpan "
            "oleh bidan, tidak difoto dan tidak dibagikan.",
        ),
        "Kalau ibunya sulit datang, kita yang menjemput",
        "{p1}, kader posyandu",
        (
            "membantu kegiatan posyandu dengan menjemput ibu dan balita yang rumahnya jauh",
            "{n} balita hadir; keluarga yang memerlukan rujukan didampingi ke puskesmas",
        ),
    ),
)
