"""Plots for the programmes of culture: festival, art policing, local wisdom."""

from __future__ import annotations

from .texts_plot import Plot

CULTURE: dict[str, tuple[Plot, ...]] = {
    "festival": (
        Plot(
            "festival",
            "Festival Bhabinkamtibmas",
            (
                "Festival Bhabinkamtibmas {desa_s}: [{n2} Panggung|{n} Penampil], [Satu "
                "Kampung|Satu Lapangan] di {dusun_s}",
                "[Umbul-umbul|Lampion] {dusun_s} [Berkibar|Menyala], {ratus} Warga "
                "[Padati|Rayakan] Festival",
                "[Tari, Kuliner, dan Layanan SKCK|Konsultasi Hukum di Antara Jajanan]: "
                "[Ramainya|Wajah] Festival {dusun_s} {desa_s}",
            ),
            "Festival Bhabinkamtibmas di {desa} memadukan panggung seni, kuliner, dan layanan "
            "kepolisian.",
            (
                "Umbul-umbul menandai jalan masuk lapangan {dusun}, {desa}. Sejak {hari} pagi, "
                "{n} penampil dari {n2} dusun bergantian mengisi panggung Festival "
                "Bhabinkamtibmas.",
                "{petugas} hampir tak terlihat di panggung. Ia lebih sering berada di tenda "
                "layanan, membantu warga mengurus surat kehilangan dan menjawab pertanyaan hukum.",
                "Pedagang kecil mendapat lapak tanpa sewa. Menjelang sore, sebagian besar "
                "dagangan habis dan panitia mencatat lebih dari {ratus} pengunjung.",
                "Puncak acara ialah pembacaan janji warga: menolak narkoba, menjaga anak, dan "
                "menyelesaikan selisih dengan musyawarah. Sampah dipilah sebelum lampu padam.",
            ),
            "Biasanya kami bertemu polisi saat ada masalah, hari ini saat ada pesta",
            "{p1}, pedagang jajanan",
            (
                "melaksanakan Festival Bhabinkamtibmas dengan panggung seni, lapak UMKM, dan "
                "tenda layanan kepolisian",
                "lebih dari {ratus} pengunjung hadir; warga membacakan janji bersama menjaga "
                "kamtibmas",
            ),
        ),
        Plot(
            "festival",
            "Malam seni warga",
            (
                "[Panggung|Malam Seni] {dusun_s}: [Remaja|Pemuda] dan [Petugas|Polisi] [Bertukar "
                "Pantun|Berbagi Mikrofon]",
                "{n} [Pantun|Lagu] Kamtibmas [Lahir|Terdengar] dari [Malam Seni|Festival] {desa_s}",
                "[Layar Tancap|Panggung Rakyat] {dusun_s} [Hidup Lagi|Kembali], Pesan Aman "
                "[Mengalir|Menyusup] Lewat Tawa",
            ),
            "Malam seni di {desa} menyelipkan pesan keamanan lewat pantun dan lakon jenaka.",
            (
                "Tawa pertama pecah ketika seorang pemuda memerankan petugas ronda yang takut "
                "gelap. Malam seni {dusun}, {desa}, resmi dimulai.",
                "Naskahnya ditulis warga bersama {petugas}. Ada adegan penipuan lewat telepon, "
                "ada pula tokoh ibu yang lebih cerdik daripada penipunya.",
                "Di sela lakon, penonton membalas pantun. {n2} pantun terbaik akan dicetak dan "
                "dipasang di gardu ronda.",
                "Acara selesai pukul 22.00 sesuai kesepakatan warga. Panggung dibongkar bersama, "
                "dan kursi pinjaman sudah kembali sebelum tengah malam.",
            ),
            "Kalau pesannya lucu, besok masih dibicarakan",
            "{l1}, sutradara kampung",
            (
                "menyelenggarakan malam seni warga berisi lakon dan pantun bertema kamtibmas",
                "acara selesai tertib pukul 22.00; {n2} pantun terbaik akan dipasang di gardu "
                "ronda",
            ),
        ),
        Plot(
            "pasar",
            "Festival UMKM",
            (
                "{n} Lapak [Warga|UMKM] [Laris|Diserbu] di Festival {dusun_s}, "
                "[Transaksi|Perputaran] {uang} per Lapak",
                "[Kopi, Tenun, dan Keripik|Rasa dan Rupa] {desa_s} [Naik Panggung|Dipamerkan] di "
                "Festival {dusun_s}",
                "[QRIS|Pembayaran Digital] Masuk Festival {dusun_s}, {n2} [Pedagang|Ibu] "
                "[Dilatih|Belajar] Cek Bukti Bayar",
            ),
            "Festival UMKM di {desa} mempertemukan pedagang kecil, pembeli, dan pelatihan "
            "transaksi aman.",
            (
                "Dari {n} lapak yang berdiri di lapangan {desa}, separuhnya belum pernah "
                "berjualan di luar rumah. {petugas} bersama pengurus PKK meyakinkan mereka untuk "
                "mencoba.",
                "Sehari sebelum pembukaan, {n2} pedagang berlatih memeriksa bukti bayar. "
                "Tangkapan layar palsu menjadi bahan latihan yang paling seru.",
                "Saat festival berlangsung, beberapa lapak mencatat penjualan hingga {uang}. "
                "Kopi dan anyaman paling cepat habis.",
                "Nomor para pedagang kini terkumpul dalam satu katalog desa. Pemesanan dari "
                "kecamatan tetangga mulai berdatangan.",
            ),
            "Saya kira tidak ada yang mau beli, ternyata malah kurang",
            "{p1}, perajin anyaman",
            (
                "mendampingi festival UMKM dan melatih {n2} pedagang mengenali bukti bayar palsu",
                "{n} lapak berpartisipasi; katalog desa mulai disusun",
            ),
        ),
    ),
    "art_policing": (
        Plot(
            "festival",
            "Wayang kamtibmas",
            (
                "[Dalang|Wayang] {dusun_s} [Membawakan|Sisipkan] Lakon [Pinjol|Judi Online], {n} "
                "Penonton [Terpingkal|Merenung]",
                "[Kelir|Panggung Boneka] {desa_s} [Menjawab|Melawan] [Hoaks|Judi Online] [di "
                "{dusun_s}|tiap {hari}]",
                "[Lakon Baru|Tokoh Baru] di {dusun_s} {desa_s}: [Raksasa|Buto] Bernama "
                "[Utang|Candu Gawai]",
            ),
            "Pertunjukan boneka di {desa} mengubah pesan keamanan menjadi lakon yang dekat "
            "dengan warga.",
            (
                "Raksasa dalam lakon itu tidak membawa gada. Ia membawa telepon genggam dan "
                "menawarkan kemenangan semalam. {n} penonton di {dusun}, {desa}, langsung tahu "
                "siapa yang dimaksud.",
                "Boneka-bonekanya dibuat {petugas} dari [bambu|kain perca|kardus bekas] bersama "
                "karang taruna. Suara gamelan dimainkan anak-anak sanggar.",
                "Di tengah cerita, dalang berhenti dan bertanya kepada penonton: apa yang harus "
                "dilakukan sang tokoh? Jawaban mereka menentukan akhir lakon.",
                "Pertunjukan berikutnya sudah dipesan {n2} dusun. Naskahnya dibagikan agar dapat "
                "dimainkan siapa saja.",
            ),
            "Ceramah saya lupa, lakonnya saya ingat",
            "{l1}, penonton",
            (
                "menampilkan lakon boneka bertema bahaya judi online bersama karang taruna",
                "{n} warga menonton; {n2} dusun meminta pertunjukan lanjutan",
            ),
        ),
        Plot(
            "remaja",
            "Mural kampung",
            (
                "[Tembok Kusam|Dinding Jembatan] {dusun_s} [Berganti|Jadi] Mural, {n2} "
                "[Pemuda|Pelukis Muda] [Beraksi|Berkarya]",
                "[Dari Coretan|Bekas Vandalisme] ke [Karya|Lukisan]: [Mural|Warna] Damai "
                "{dusun_s} {desa_s}",
                "{n2} Kaleng Cat [Mengubah|Menghidupkan] [Gang|Sudut] {dusun_s} {desa_s}",
            ),
            "Pemuda {desa} mengubah tembok penuh coretan menjadi mural bertema kerukunan.",
            (
                "Tembok di {dusun}, {desa}, dulu penuh coretan saling ejek. Kini di tempat yang "
                "sama tergambar sungai, burung, dan tangan-tangan yang saling menggenggam.",
                "{petugas} tidak mencari pembuat coretan untuk dihukum. Ia mencari siapa yang "
                "pandai menggambar, lalu meminta izin pemilik tembok.",
                "{n2} pemuda bekerja tiga akhir pekan. Cat disumbang toko bangunan, sketsanya "
                "dipilih lewat musyawarah RT.",
                "Sejak mural selesai, tidak ada coretan baru. Gang itu malah menjadi tempat "
                "berfoto, dan seorang ibu membuka warung minuman di ujungnya.",
            ),
            "Ternyata yang suka mencoret itu yang paling rapi melukis",
            "{l1}, ketua RT {rt}",
            (
                "mendampingi {n2} pemuda membuat mural kerukunan pada tembok yang semula penuh "
                "coretan",
                "mural selesai dalam tiga akhir pekan dan lingkungan lebih terawat",
            ),
        ),
        Plot(
            "penyuluhan",
            "Lagu dan musik kamtibmas",
            (
                "[Gitar|Ukulele] di [Teras|Balai] {dusun_s}: [Lagu|Nada] yang "
                "[Menjaga|Mengingatkan] {n} Warga",
                "[Angklung|Musik Bambu] {desa_s} [Gemakan|Iringi] Pesan Aman [dari|di] "
                "{dusun_s}, {n2} [Pemain|Nomor] [Tampil|Dibawakan]",
                "[Petugas|Polisi] Ini [Menyanyi|Bernyanyi] Soal [Helm|Pinjol], [Warga|Ibu-ibu] "
                "{dusun_s} [Ikut Refrain|Hafal Liriknya]",
            ),
            "Musik menjadi cara petugas di {desa} menyampaikan pesan yang mudah diingat.",
            (
                "Refrain lagunya hanya dua baris, tetapi {n} warga {dusun}, {desa}, sudah hafal "
                "sebelum bait ketiga. Isinya: jangan memberi kode OTP kepada siapa pun.",
                "{petugas} mulai membawa alat musik setelah menyadari penyuluhan siang hari "
                "sering membuat orang mengantuk. Warga membantu menulis lirik dalam bahasa "
                "daerah.",
                "Kelompok musik bambu setempat menyumbang iringan. {n2} lagu telah selesai, dari "
                "bahaya karhutla hingga ajakan menjaga anak.",
                "Rekaman sederhana diputar sebelum pertemuan desa dan di angkutan. Semua hak "
                "cipta dicatat atas nama kelompok.",
            ),
            "Yang dinyanyikan lebih lama tinggal di kepala",
            "{p1}, anggota kelompok musik",
            (
                "menyampaikan pesan kamtibmas melalui lagu berbahasa daerah bersama kelompok "
                "musik warga",
                "{n2} lagu telah selesai dan diputar dalam pertemuan desa",
            ),
        ),
    ),
    "kearifan_lokal": (
        Plot(
            "mediasi",
            "Musyawarah adat",
            (
                "[Tikar Adat|Rumah Adat] {dusun_s} [Digelar|Dibuka]: [Selisih Lama|Dendam "
                "{bulan_k}] [Usai|Diredam]",
                "[Kata Tetua|Petuah Adat] [Menyejukkan|Menengahi] [Dua Keluarga|Dua Marga] di "
                "{dusun_s} {desa_s}",
                "[Hukum Adat dan Hukum Negara|Adat dan Negara] [Bertemu|Seiring] di {dusun_s} "
                "{desa_s}, {n2} [Saksi|Tetua] Hadir",
            ),
            "Musyawarah adat di {desa} mendamaikan dua keluarga dengan tetap menghormati hukum "
            "negara.",
            (
                "Tidak ada yang bicara sebelum tetua tertua selesai mengucapkan doa. Di {dusun}, "
                "{desa}, musyawarah adat memiliki urutan yang tidak boleh dilangkahi.",
                "{petugas} duduk sebagai tamu. Sebelumnya ia memastikan perkara ini, "
                "pertengkaran mulut antarkeluarga, memang dapat diselesaikan secara kekeluargaan.",
                "{n2} tetua mendengar kedua pihak bergantian. Denda adat ditetapkan berupa "
                "jamuan, bukan uang, agar semua duduk dalam satu hidangan.",
                "Kesepakatan dituliskan dan disimpan di kantor desa. Bila terulang, kedua "
                "keluarga bersedia menempuh jalur hukum.",
            ),
            "Adat tidak mencari siapa kalah, adat mencari jalan pulang",
            "{l1}, tetua adat",
            (
                "mendampingi musyawarah adat penyelesaian perselisihan dua keluarga",
                "kedua keluarga berdamai melalui jamuan adat; kesepakatan tertulis disimpan di "
                "kantor desa",
            ),
        ),
        Plot(
            "sungai",
            "Lubuk larangan",
            (
                "[Lubuk Larangan|Sungai Larangan] {dusun_s} [Dijaga|Dibuka Lagi], Ikan "
                "[Kembali|Melimpah] [setelah|sesudah] {bulan}",
                "[Aturan Leluhur|Pantang Adat] [Menyelamatkan|Pulihkan] Sungai {dusun_s} {desa_s}",
                "{n} Warga {dusun_s} [Panen|Jaga] Ikan [Bersama|Larangan], [Setrum|Racun] "
                "[Ditinggalkan|Tak Lagi Dipakai]",
            ),
            "Aturan lubuk larangan dihidupkan kembali di {desa} untuk menghentikan penyetruman "
            "ikan.",
            (
                "Sehari penuh warga {dusun}, {desa}, turun ke sungai. Setelah {bulan} ditutup, "
                "lubuk larangan akhirnya dibuka, dan ikan sebesar lengan tertangkap jala.",
                "Dahulu sungai itu sering disetrum. {petugas} bersama tokoh adat memilih "
                "menghidupkan aturan lama: siapa melanggar, menanggung jamuan satu kampung.",
                "Papan larangan dipasang berdampingan dengan penjelasan undang-undang perikanan. "
                "{n2} pemuda bergiliran menjaga.",
                "Hasil panen dibagi rata, sebagian dilelang untuk kas. Benih baru ditebar "
                "sebelum lubuk kembali ditutup.",
            ),
            "Larangan dari kakek kami ternyata paling dipatuhi",
            "{l1}, tokoh adat",
            (
                "menghidupkan kembali aturan lubuk larangan bersama tokoh adat untuk mencegah "
                "penyetruman ikan",
                "panen bersama diikuti {n} warga dan benih baru telah ditebar",
            ),
        ),
        Plot(
            "sawah",
            "Gotong royong adat",
            (
                "[Sambatan|Gotong Royong] {dusun_s} [Lahir Kembali|Tak Pernah Mati]: {n} Warga "
                "[Tanam|Panen] Bersama",
                "[Doa|Syukuran] Panen {dusun_s} {desa_s}, [Keamanan|Ronda Lumbung] "
                "[Dijaga|Disepakati] {n2} [Keluarga|Kelompok]",
                "[Lumbung|Padi] {dusun_s} [Terisi|Penuh], [Warga|{n} Petani] {desa_s} "
                "[Berjaga|Bersyukur] Bersama",
            ),
            "Tradisi panen bersama di {desa} sekaligus menjadi cara warga menjaga lumbung.",
            (
                "Ani-ani dibagikan, nyanyian panen dimulai. {n} warga {dusun}, {desa}, turun ke "
                "sawah bersama untuk pertama kali setelah beberapa musim.",
                "{petugas} ikut menyabit, meski hasilnya menjadi bahan candaan. Di sela "
                "istirahat, ia menanyakan siapa yang menjaga lumbung malam hari.",
                "Jawabannya disusun saat itu juga: {n2} keluarga bergiliran, dengan kunci ganda "
                "dan buku catatan.",
                "Syukuran malamnya dihadiri tetua, pemuda, dan warga perantau yang pulang. "
                "Sebagian padi disisihkan untuk janda dan lansia.",
            ),
            "Padi yang ditanam bersama lebih aman daripada yang dikunci sendiri",
            "{p1}, petani",
            (
                "mengikuti panen bersama dan membahas penjagaan lumbung dengan warga",
                "jadwal jaga lumbung disepakati {n2} keluarga",
            ),
        ),
    ),
}
