"""Plots for problem solving and patrols."""

from __future__ import annotations

from .texts_plot import Plot

PROBLEM_SOLVING: tuple[Plot, ...] = (
    Plot(
        "mediasi",
        "Problem solving batas tanah",
        (
            "[Selisih|Sengketa] {n2} Jengkal Tanah di {dusun_s} [Selesai|Berakhir] [di Balai "
            "Desa|dengan Patok Baru]",
            "[Meteran dan Saksi|Peta Lama] [Akhiri|Tuntaskan] Sengketa Batas Kebun di {dusun_s} "
            "{desa_s}",
            "[Bertahun Diam|{bulan_k} Tak Bersapa], Dua Keluarga {dusun_s} [Berjabat "
            "Tangan|Pasang Patok Bersama]",
        ),
        "Dua keluarga di {desa} menyepakati batas kebun setelah pengukuran ulang yang "
        "disaksikan para tetua.",
        (
            "Dua keluarga di {dusun}, {desa}, sudah {bulan} tidak saling menyapa. Pangkalnya "
            "sebaris pagar yang bergeser setelah hujan besar meruntuhkan tebing kebun.",
            "{petugas} tidak langsung mempertemukan keduanya. Ia mendatangi rumah masing-masing, "
            "mendengar sampai selesai, lalu menanyakan siapa yang mereka percaya sebagai saksi.",
            "{hari} {waktu}, pengukuran ulang dilakukan bersama perangkat desa, tokoh adat, dan "
            "{n2} saksi. Surat lama dicocokkan dengan tanda alam yang diingat para tetua.",
            "Kedua pihak menandatangani berita acara dan memasang patok beton bersama-sama. "
            "Biaya patok ditanggung berdua. Siang itu ditutup dengan makan bersama.",
        ),
        "Tanah bisa diukur lagi, persaudaraan tidak",
        "{l1}, tokoh adat",
        (
            "menengahi perselisihan batas kebun antara dua keluarga, dengan pengukuran ulang "
            "yang disaksikan tokoh adat",
            "kedua pihak menandatangani berita acara dan memasang patok bersama; nama kami "
            "rahasiakan",
        ),
    ),
    Plot(
        "mediasi",
        "Problem solving kenakalan remaja",
        (
            "[Batal|Urung] Tawuran: [Dua Kelompok|Remaja Dua RT] {dusun_s} [Duduk|Makan] Semeja "
            "[Malam Itu|Bersama Orang Tua]",
            "[Dari Ejekan di Grup|Bermula dari Ejekan], [Redam|Selesai] di {dusun_s} "
            "[Sebelum|Tanpa] Ada yang Terluka",
            "{n2} Orang Tua {desa_s} [Dipertemukan|Berkumpul], Tawuran Remaja [Dicegah|Urung "
            "Pecah]",
        ),
        "Rencana tawuran antarkelompok remaja di {desa} diredam lewat pertemuan orang tua "
        "dan tokoh pemuda.",
        (
            "Informasi datang dari seorang ibu yang membaca pesan di telepon genggam anaknya: "
            "jam, tempat, dan ajakan berkelahi. Ia memilih menghubungi {petugas}.",
            "Bersama Babinsa {babinsa} dan ketua RW {rw}, petugas mendatangi rumah para remaja "
            "sebelum waktu yang direncanakan. Tidak ada yang dipermalukan di depan tetangga.",
            "Di balai {desa}, {n2} orang tua dari kedua pihak bertemu. Pangkalnya ternyata "
            "ejekan dalam pertandingan futsal. Para remaja diminta bercerita bergiliran, "
            "didampingi orang tua.",
            "Disepakati tiga hal: saling meminta maaf, pengawasan jam malam oleh keluarga, dan "
            "latihan bersama setiap {hari2}. Identitas seluruh anak dirahasiakan.",
        ),
        "Kami tidak butuh pemenang, kami butuh mereka pulang",
        "seorang ibu yang hadir",
        (
            "mencegah rencana tawuran remaja dengan mempertemukan orang tua kedua pihak bersama "
            "Babinsa {babinsa}",
            "kedua pihak saling memaafkan dan latihan bersama dijadwalkan; identitas anak "
            "dirahasiakan",
        ),
    ),
    Plot(
        "sawah",
        "Problem solving pembagian air",
        (
            "[Air Sawah|Giliran Air] {dusun_s} [Kini Dijadwal|Dibagi Ulang], {n} Petani "
            "[Sepakat|Lega]",
            "[Kemarau dan|Pintu Air dan] Selisih Petani: [Jadwal|Papan Giliran] Jadi Jawaban di "
            "{dusun_s} {desa_s}",
            "[Hulu dan Hilir|Dua Kelompok Tani] {desa_s} [Berdamai|Bersepakat] soal Air, [Tiap "
            "{n2} Jam|Diawasi Bersama]",
        ),
        "Petani hulu dan hilir di {desa} menyepakati giliran air setelah debit irigasi menyusut.",
        (
            "Debit saluran irigasi {desa} menyusut. Petani di hilir menuduh pintu air sengaja "
            "ditutup; petani di hulu merasa tanamannya pun mulai menguning.",
            "{petugas} mengajak perwakilan kedua kelompok menyusuri saluran sepanjang dua "
            "kilometer. Mereka menemukan {n2} titik bocor dan sampah yang menyumbat.",
            "Temuan itu mengubah suasana rapat. Yang semula saling menunjuk kini sibuk "
            "menghitung karung pasir dan tenaga. Kerja bakti dilakukan {hari} pagi.",
            "Giliran air ditulis di papan dan dijaga bersama oleh ulu-ulu, perwakilan hulu, "
            "serta hilir. Pelanggaran dibicarakan dalam musyawarah, bukan di tengah sawah pada "
            "malam hari.",
        ),
        "Ternyata yang mencuri air kami adalah bocoran",
        "{l1}, ketua kelompok tani",
        (
            "memfasilitasi musyawarah pembagian air antara petani hulu dan hilir, diawali "
            "menyusuri saluran",
            "{n2} titik bocor diperbaiki secara gotong royong; jadwal giliran air dipasang di "
            "papan",
        ),
    ),
    Plot(
        "mediasi",
        "Problem solving utang piutang",
        (
            "Utang {uang} [Nyaris|Hampir] Putuskan Tetangga {dusun_s}, [Cicilan|Angsuran] Jadi "
            "[Jalan Tengah|Kesepakatan]",
            "[Tak Perlu Berteriak|Tanpa Penagih]: [Selisih|Masalah] Utang {uang} di {dusun_s} "
            "[Tuntas|Beres]",
            "[Catatan Warung|Buku Bon] {dusun_s} [Didamaikan|Diluruskan], [Dua Tetangga|Dua "
            "Keluarga] Kembali Bersapa",
        ),
        "Perselisihan utang antarwarga {desa} selesai dengan cicilan yang disanggupi kedua pihak.",
        (
            "Suara dari sebuah warung di {dusun} terdengar sampai ke gardu. Dua tetangga "
            "berselisih tentang utang sebesar {uang} yang tak kunjung dibayar.",
            "{petugas} meminta keduanya pulang dahulu. “Orang lapar dan lelah sulit bersepakat,” "
            "katanya. Keesokan harinya, pertemuan digelar di rumah ketua RT {rt}.",
            "Catatan belanja diperiksa baris demi baris. Sebagian tertulis dua kali, sebagian "
            "belum dicatat. Angka akhirnya dihitung ulang dan diakui bersama.",
            "Cicilan mingguan disepakati tanpa bunga, dengan {l1} sebagai saksi. Surat "
            "pernyataan dibuat rangkap tiga dan disimpan di kantor desa.",
        ),
        "Angkanya kecil, tetapi gengsinya yang membuat besar",
        "{l1}, ketua RT {rt}",
        (
            "menengahi perselisihan utang sebesar {uang} antara dua warga di rumah ketua RT {rt}",
            "disepakati cicilan mingguan tanpa bunga; surat pernyataan dibuat rangkap tiga",
        ),
    ),
    Plot(
        "sambang",
        "Problem solving ternak lepas",
        (
            "[Kambing Masuk Kebun|Sapi Lepas], [Warga|Dua Tetangga] {dusun_s} [Pilih|Sepakat] "
            "[Bermusyawarah|Bangun Kandang]",
            "[Ganti Rugi|Sepetak Jagung] dan [Seekor Kambing|Seekor Sapi]: [Damai|Musyawarah] di "
            "{dusun_s} {desa_s}",
            "{desa_s} [Susun|Punya] Aturan Ternak [setelah|usai] {n2} [Kebun Rusak|Petak Jagung "
            "Rusak]",
        ),
        "Ternak yang merusak kebun di {desa} mendorong warga menyusun aturan kandang bersama.",
        (
            "Sepetak jagung di {dusun}, {desa}, habis dalam semalam. Pelakunya tidak sulit "
            "ditemukan: jejaknya berkuku dan kandangnya hanya berjarak dua rumah.",
            "Pemilik kebun datang kepada {petugas} dengan marah, pemilik ternak datang dengan "
            "malu. Keduanya diminta menghitung kerugian langsung di lokasi.",
            "Ganti rugi disepakati sebesar {uang}, sebagian dibayar dengan tenaga memperbaiki "
            "pagar. Persoalan yang sama rupanya dialami {n2} warga lain.",
            "Musyawarah dusun akhirnya menyusun aturan: ternak dikandangkan pada malam hari dan "
            "diberi tanda pemilik. {kades} akan membahasnya sebagai rancangan peraturan desa.",
        ),
        "Yang salah ternaknya, yang harus bicara tetap orangnya",
        "{l1}, ketua RT {rt}",
        (
            "menyelesaikan keluhan ternak lepas yang merusak kebun dengan menghitung kerugian di "
            "lokasi",
            "ganti rugi {uang} disepakati dan aturan kandang dibahas dalam musyawarah dusun",
        ),
    ),
    Plot(
        "mediasi",
        "Problem solving suara hajatan",
        (
            "[Hajatan|Organ Tunggal] {dusun_s} dan [Bayi Tetangga|Jam Istirahat]: [Titik "
            "Temu|Sepakat] [Pukul|Sampai Pukul] 22.00",
            "[Volume|Suara] [Diturunkan|Dikecilkan], Silaturahmi {dusun_s} {desa_s} [Naik|Terjaga]",
            "RT {rt} {desa_s} [Sepakati|Tulis] [Tata Krama|Aturan] Hajatan, [Berlaku "
            "mulai|Diumumkan] {hari}",
        ),
        "Keluhan suara hajatan di {desa} melahirkan kesepakatan jam dan izin keramaian.",
        (
            "Hajatan berlangsung meriah, tetapi di balik tembok seorang warga sakit tidak dapat "
            "tidur. Keluhan itu sampai kepada {petugas} menjelang tengah malam.",
            "Malam itu {nama} hanya meminta suara dikecilkan, dan tuan rumah menurut. "
            "Pembicaraan yang lebih panjang dilakukan dua hari kemudian, ketika tenda sudah "
            "dibongkar.",
            "Kedua keluarga bertemu bersama ketua RT {rt} dan tokoh agama. Tuan rumah mengaku "
            "tidak tahu ada yang sakit; tetangganya mengaku sungkan menegur.",
            "Lahirlah kesepakatan tertulis: hiburan berakhir pukul 22.00, tetangga terdekat "
            "diberi tahu, dan surat izin keramaian diurus sepekan sebelumnya. {n2} RT lain ingin "
            "menirunya.",
        ),
        "Kami bukan tidak suka hajatan, kami hanya ingin diberi tahu",
        "seorang warga RT {rt}",
        (
            "menengahi keluhan suara hajatan antara dua keluarga bersama ketua RT {rt} dan tokoh "
            "agama",
            "disepakati batas hiburan pukul 22.00 dan pemberitahuan kepada tetangga terdekat",
        ),
    ),
)

PATROLI: tuple[Plot, ...] = (
    Plot(
        "patroli",
        "Patroli malam",
        (
            "[Menyusuri|Berkeliling] {n2} Titik Rawan {dusun_s} [Sebelum Subuh|Saat Warga "
            "Terlelap]",
            "[Malam|Catatan Malam] di {desa_s}: [Lampu Mati|Gelap di Tikungan] {dusun_s} "
            "[Kembali Terang|Jadi Perhatian]",
            "Patroli [Dini Hari|Malam] {desa_s} [Temukan|Catat] {n2} Lampu Jalan Padam",
        ),
        "Patroli malam di {desa} mencatat titik gelap dan mendorong perbaikan lampu jalan.",
        (
            "Pukul 01.20, jalan {dusun} nyaris tanpa suara. {petugas} menghentikan motor di "
            "tikungan yang gelap, menyalakan senter, dan mencatat nomor tiang.",
            "Malam itu ia melewati {n2} titik yang kerap dikeluhkan warga. Di setiap gardu ia "
            "turun, menyalami peronda, dan membubuhkan catatan dalam buku mutasi.",
            "Tidak ada kejadian menonjol. Namun, {n2} lampu jalan diketahui padam, satu di "
            "antaranya dekat jembatan yang dilewati pedagang sayur sebelum subuh.",
            "Catatan itu dibawa ke kantor desa paginya. {kades} langsung menghubungi petugas "
            "kelistrikan, dan lampu dekat jembatan menyala kembali dua hari kemudian.",
        ),
        "Kami berangkat ke pasar pukul tiga. Lampu itu teman kami",
        "{p1}, pedagang sayur",
        (
            "melaksanakan patroli dialogis malam ke {n2} titik rawan dan gardu ronda",
            "situasi aman; lampu jalan yang padam sudah dilaporkan kepada pemerintah desa",
        ),
    ),
    Plot(
        "pos_kamling",
        "Patroli pos kamling",
        (
            "[Kentongan|Suara Kentongan] {dusun_s} [Terdengar Lagi|Bangun Kembali], {n} Warga "
            "[Ikut|Kembali] Ronda",
            "[Kopi|Kopi dan Catur], [Senter|Kentongan], dan {n} Peronda: [Malam|Jaga Malam] di "
            "Pos {dusun_s}",
            "Pos Kamling {dusun_s} {desa_s} [Menyala|Aktif] Lagi [setelah|usai] {bulan} "
            "[Gelap|Kosong]",
        ),
        "Pos kamling di {desa} kembali aktif setelah {bulan} kosong, dengan patroli gabungan "
        "Tiga Pilar.",
        (
            "Catnya masih basah dan kentongannya baru digantung. Pos kamling {dusun}, {desa}, "
            "kembali menyala setelah {bulan} dipakai menyimpan kayu.",
            "{petugas}, Babinsa {babinsa}, dan {kades} memulai patroli pertama {hari} malam. "
            "Rutenya diusulkan warga, termasuk kandang komunal dan lumbung.",
            "{n} orang masuk daftar jaga. Mereka yang bekerja sif malam menggantinya dengan "
            "iuran kopi atau memperbaiki gardu pada siang hari.",
            "Pada putaran kedua, peronda menemukan pintu rumah yang lupa dikunci. Pemiliknya "
            "dibangunkan, lalu ikut duduk di pos sampai pukul dua.",
        ),
        "Yang membuat betah itu bukan jadwalnya, tetapi obrolannya",
        "{l1}, peronda",
        (
            "mendampingi siskamling dan patroli gabungan Tiga Pilar di pos {dusun}",
            "{n} warga masuk daftar jaga; situasi wilayah aman dan kondusif",
        ),
    ),
    Plot(
        "patroli",
        "Patroli balap liar",
        (
            "[Balap Liar|Adu Cepat] di Jalan {dusun_s} [Dibubarkan|Urung Digelar], [Orang Tua "
            "Dipanggil|{n2} Motor Dicek]",
            "[Jalan Lurus|Jalan Baru] {desa_s} [Tak Lagi Jadi|Bukan] Sirkuit, [Polisi|Petugas] "
            "dan Warga [Berjaga|Hadir] Tiap {hari}",
            "[Sebelum Gas Ditarik|Sebelum Start]: {n2} Remaja {dusun_s} [Diantar Pulang|Diajak "
            "Bicara]",
        ),
        "Petugas dan warga {desa} mencegah balap liar dengan kehadiran dan pendekatan kepada "
        "keluarga.",
        (
            "Jalan baru di {dusun} panjang dan lurus, godaan bagi remaja yang gemar memacu "
            "motor. Warga mengeluhkan suara knalpot selepas pukul 23.00.",
            "{petugas} memilih datang lebih awal. Bersama karang taruna dan linmas, ia memarkir "
            "motor di tepi jalan, menggelar tikar, dan mengobrol dengan siapa saja yang lewat.",
            "{n2} remaja yang mulai berkumpul diajak bicara, kelengkapan motornya diperiksa, "
            "lalu diantar pulang. Orang tua menandatangani surat pernyataan. Wajah dan nama "
            "mereka tidak disiarkan.",
            "Pemerintah desa menyiapkan pita kejut di dua titik. Karang taruna mengusulkan "
            "latihan bersama komunitas balap resmi agar minat mereka tersalurkan.",
        ),
        "Lebih baik saya yang menunggu di jalan daripada ibunya menunggu di rumah sakit",
        "{nama}, Bhabinkamtibmas {desa}",
        (
            "melaksanakan patroli cegah balap liar bersama karang taruna dan linmas",
            "{n2} remaja diantar pulang dan dibina bersama orang tua; identitas anak dirahasiakan",
        ),
    ),
    Plot(
        "sungai",
        "Patroli pantau banjir",
        (
            "[Air Naik|Debit Naik] Malam Hari, {n} Warga {dusun_s} [Diungsikan|Mengungsi] [Lebih "
            "Awal|Tanpa Panik]",
            "[Tiga Pukulan Kentongan|Tanda Kuning] di {dusun_s} {desa_s}, [Semua|{n} Warga] "
            "Selamat [Sampai Pagi|di Balai]",
            "[Berjaga|Semalaman] di Tepi Sungai {desa_s}: [Patok|Tinggi Air] {dusun_s} "
            "[Dicatat|Dipantau] Tiap Jam",
        ),
        "Patroli sungai di {desa} membuat warga bantaran mengungsi sebelum air masuk rumah.",
        (
            "Hujan turun sejak sore. Pukul 21.40 air menyentuh patok kuning di {dusun}, {desa}, "
            "dan {petugas} meminta kentongan dipukul tiga kali.",
            "Dalam empat puluh menit, {n} warga berpindah ke balai desa. Lansia dan bayi "
            "didahulukan dengan mobil bak terbuka milik {l1}.",
            "Petugas, Babinsa {babinsa}, dan relawan bergantian memantau tinggi air sampai "
            "subuh. Listrik di rumah yang terancam dipadamkan untuk mencegah korsleting.",
            "Air surut menjelang pagi. Beberapa dapur terendam, tetapi tidak ada korban. Warga "
            "pulang membawa sapu, dan patroli berubah menjadi kerja bakti.",
        ),
        "Tahun lalu kami lari, tahun ini kami berjalan",
        "{p1}, warga bantaran",
        (
            "memantau debit sungai sepanjang malam bersama Babinsa {babinsa} dan relawan",
            "{n} warga mengungsi lebih awal ke balai desa; nihil korban, air surut menjelang pagi",
        ),
    ),
    Plot(
        "gunung",
        "Patroli kawasan wisata",
        (
            "[Akhir Pekan|Libur Panjang] di Jalur Wisata {desa_s}: {n2} [Pos|Titik] Pantau, "
            "[Satu Tujuan|Nol Kecelakaan]",
            "[Jalur|Tanjakan] {dusun_s} [Diawasi|Dijaga], Wisatawan [Diingatkan|Diminta] Cek Rem "
            "[sebelum|saat] Turun",
            "[Pemandu|{n2} Pemandu] Lokal {desa_s} [Ikut|Turut] Patroli [Jalur|Kawasan] Wisata "
            "{dusun_s}",
        ),
        "Patroli bersama pemandu lokal membuat akhir pekan di kawasan wisata {desa} lebih aman.",
        (
            "Antrean kendaraan mengular menuju kawasan wisata {desa} pada {hari} pagi. Di "
            "tanjakan {dusun}, {petugas} berdiri sambil menunjuk satu papan: periksa rem sebelum "
            "turun.",
            "Patroli kali ini melibatkan {n2} pemandu lokal. Mereka hafal batu yang licin, "
            "tepian yang rapuh, dan arah kabut datang.",
            "Selama sehari, dua kendaraan dengan rem bermasalah diarahkan ke bengkel dan satu "
            "keluarga yang terpisah dipertemukan kembali di pos.",
            "Pengelola sepakat membatasi kunjungan ketika cuaca memburuk. Sampah dibawa turun, "
            "dan nomor darurat dicetak pada setiap karcis.",
        ),
        "Tamu yang pulang selamat akan datang lagi",
        "{l1}, pengelola wisata desa",
        (
            "melaksanakan patroli kawasan wisata bersama {n2} pemandu lokal",
            "arus kendaraan lancar, nihil kecelakaan; nomor darurat dicetak pada karcis masuk",
        ),
    ),
    Plot(
        "sawah",
        "Patroli cegah karhutla",
        (
            "[Titik Asap|Bara] di {dusun_s} [Padam|Dijinakkan] dalam {n2}0 Menit, [Berkat|Hasil] "
            "[Patroli|Regu] Warga",
            "[Mencium Asap|Menengok Lahan]: [Patroli|Jejak] Karhutla [Menyusuri|di] Kebun "
            "{dusun_s} {desa_s}",
            "{n2} Hektare [Lahan|Semak] {desa_s} [Dipantau|Diawasi] Tiap Hari [selama|sepanjang] "
            "Kemarau",
        ),
        "Patroli karhutla di {desa} menemukan bara sejak dini sehingga api tidak merambat.",
        (
            "Asapnya tipis, nyaris tertukar dengan kabut. Namun, regu patroli yang dipimpin "
            "{petugas} berhenti dan turun dari motor di tepi kebun {dusun}, {desa}.",
            "Bara ditemukan di bawah tumpukan daun kering. Dengan alat semprot punggung dan air "
            "dari parit, regu memadamkannya sebelum angin siang bertiup.",
            "Dugaan sementara mengarah pada puntung rokok. Pemilik lahan didatangi, bukan untuk "
            "dimarahi, melainkan untuk diajak membuat sekat bakar.",
            "Patroli dilanjutkan setiap hari selama kemarau. {n2} warga mendapat giliran, dan "
            "laporan titik panas dibagikan melalui grup pesan desa.",
        ),
        "Api kecil itu murah dipadamkan, asalkan ada yang lewat",
        "{l1}, anggota Masyarakat Peduli Api",
        (
            "melaksanakan patroli cegah karhutla bersama Masyarakat Peduli Api",
            "satu titik bara dipadamkan sebelum merambat; pemilik lahan bersedia membuat sekat "
            "bakar",
        ),
    ),
)
