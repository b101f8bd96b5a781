"""The first due rules and ready-made notes; when to warn about what is open now."""

from datetime import timedelta

from django.db import migrations

RULES = (("", 24), ("any", 6))
NOTES = (
    (
        "result",
        "Sebutkan hasilnya",
        "Terima kasih, {pangkat} {nama}. Kegiatannya sudah jelas. Tolong tambahkan satu atau dua "
        "kalimat tentang hasilnya: apa yang disepakati warga, atau apa yang berubah sesudahnya.",
    ),
    (
        "result",
        "Berapa orang yang hadir",
        "Terima kasih, {pangkat} {nama}. Tolong sebutkan kira-kira berapa orang yang hadir dan "
        "siapa saja, misalnya ketua RT atau karang taruna.",
    ),
    (
        "story",
        "Satu cerita saja",
        "Laporan “{judul}” memuat beberapa kegiatan. Pilih satu yang paling penting untuk warga "
        "{desa}, lalu ceritakan dari awal sampai akhir.",
    ),
    (
        "story",
        "Kata-kata warga",
        "Ceritanya bagus. Bila ada, tambahkan satu kalimat yang diucapkan warga, dengan nama yang "
        "boleh disebut.",
    ),
    (
        "photo",
        "Foto kurang jelas",
        "Fotonya gelap atau goyang. Bila masih ada foto lain dari kegiatan yang sama, tolong "
        "kirim; satu foto yang jelas sudah cukup.",
    ),
    (
        "photo",
        "Keterangan foto",
        "Tolong tulis keterangan singkat di bawah setiap foto: siapa, sedang apa, di mana.",
    ),
    (
        "people",
        "Anak di foto",
        "Di foto terlihat wajah anak. Tolong pastikan walinya setuju foto dimuat, atau kirim foto "
        "lain yang tidak memperlihatkan wajahnya.",
    ),
    (
        "people",
        "Nama korban",
        "Demi keamanan mereka, jangan tulis nama atau alamat korban dan saksi. Tolong ganti dengan "
        "sebutan umum, misalnya “seorang warga”.",
    ),
    (
        "place",
        "Waktu dan tempat",
        "Tolong periksa waktu dan tempat kegiatan: sebutkan dusun atau RW-nya, dan jam berapa "
        "dimulai.",
    ),
)
WARN_SHARE = 0.8
BATCH = 2000


def begin(apps, schema_editor):
    rules = apps.get_model("stories", "DueRule")
    rules.objects.bulk_create([rules(protect_mark=mark, hours=hours) for mark, hours in RULES])
    notes = apps.get_model("stories", "CoachingNote")
    notes.objects.bulk_create(
        [notes(topic=topic, title=title, text=text) for topic, title, text in NOTES]
    )
    _warn_about_open(apps.get_model("stories", "Report"))


def _warn_about_open(reports):
    last = None
    while True:
        open_ones = reports.objects.filter(
            state__in=["submitted", "claimed"], warn_at=None, due_at__isnull=False
        ).order_by("pk")
        if last:
            open_ones = open_ones.filter(pk__gt=last)
        batch = list(open_ones.only("pk", "submitted_at", "due_at")[:BATCH])
        if not batch:
            return
        for report in batch:
            time = max(report.due_at - report.submitted_at, timedelta())
            report.warn_at = report.submitted_at + time * WARN_SHARE
        reports.objects.bulk_update(batch, ["warn_at"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("stories", "0013_desk_queue")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
