"""The first tips. What the desk changed or retired stays as it is."""

from django.db import migrations

TIPS = [
    (
        "Mulai dari yang berubah",
        "Kalimat pertama menyebut apa yang berbeda setelah Anda datang: pos ronda menyala lagi, dua tetangga berdamai, "
        "anak-anak kembali sekolah. Kata “giat” dan “kegiatan” biasanya dapat dihapus.",
    ),
    (
        "Siapa, di mana, kapan, berapa",
        "Sebut jumlah warga, RT dan RW, serta jamnya. Angka kecil yang benar lebih kuat daripada “warga sangat antusias”.",
    ),
    (
        "Satu suara warga",
        "Catat satu kalimat dari warga, persis seperti diucapkan, dan minta izinnya. Pembaca percaya kepada orang, bukan kepada laporan.",
    ),
    (
        "Foto orang yang sedang bekerja",
        "Ambil dari dekat saat sesuatu terjadi: tangan yang memaku, warga yang berdiskusi. Foto berbaris menghadap kamera cukup satu.",
    ),
    (
        "Lindungi anak dan korban",
        "Jangan tulis nama, alamat, atau sekolah anak yang berhadapan dengan hukum, korban, dan saksi. Tandai di laporan; redaksi yang "
        "menyamarkan wajahnya.",
    ),
    (
        "Tulis hasil dan langkah berikutnya",
        "Apa yang disepakati, siapa yang menjalankan, kapan Anda melihatnya lagi. Itu yang paling sering ditanyakan redaksi.",
    ),
    (
        "Judul yang memberi kabar",
        "“Warga RW 05 menyalakan lagi pos ronda” memberi kabar. “Giat sambang Bhabinkamtibmas Kel. Pondok Rajeg” tidak.",
    ),
    (
        "Kirim sebelum lupa",
        "Tulis tiga kalimat di tempat, biarpun tanpa sinyal: Sambang menyimpannya. Rapikan malam harinya.",
    ),
]


def fill(apps, schema_editor):
    tip = apps.get_model("stories", "Tip")
    for position, (title, text) in enumerate(TIPS, 1):
        tip.objects.get_or_create(title=title, defaults={"text": text, "position": position * 10})


class Migration(migrations.Migration):
    dependencies = [("stories", "0011_coaching")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
