"""The first entries of the editable lists. Names that staff changed stay as they are."""

from django.db import migrations

ACTIVITIES = [
    ("sambang", "Sambang", "Village visit", "Berkunjung ke warga, tokoh dan rumah ke rumah."),
    ("penyuluhan", "Penyuluhan", "Outreach", "Menyampaikan penjelasan dan imbauan kepada warga."),
    ("problem-solving", "Problem solving", "Problem solving", "Menengahi masalah antarwarga sampai selesai."),
    ("patroli", "Patroli", "Patrol", "Berkeliling dialogis dan menjaga lingkungan."),
    ("binluh", "Binluh", "Guidance and outreach", "Pembinaan dan penyuluhan kelompok warga atau sekolah."),
    ("bakti-sosial", "Bakti sosial", "Community service", "Bantuan, gotong royong dan kerja bakti."),
    ("pendampingan", "Pendampingan", "Assistance", "Mendampingi program desa, ketahanan pangan atau bantuan."),
    ("tanggap-bencana", "Tanggap bencana", "Disaster response", "Siaga, evakuasi dan bantuan saat bencana."),
    ("lainnya", "Lainnya", "Other", "Kegiatan lain di desa."),
]
PROGRAMMES = [
    ("festival-bhabinkamtibmas", "Festival Bhabinkamtibmas", "Bhabinkamtibmas Festival"),
    ("art-policing", "Art policing", "Art policing"),
    ("pembinaan-remaja", "Pembinaan remaja", "Youth guidance"),
    ("olahraga", "Olahraga", "Sports"),
    ("kearifan-lokal", "Kearifan lokal", "Local wisdom"),
    ("inovasi", "Inovasi", "Innovation"),
]


def fill(apps, schema_editor):
    activity = apps.get_model("stories", "Activity")
    programme = apps.get_model("stories", "Programme")
    for position, (slug, name, name_en, hint) in enumerate(ACTIVITIES, 1):
        activity.objects.get_or_create(
            slug=slug,
            defaults={"name": name, "name_en": name_en, "hint": hint, "position": position * 10},
        )
    for position, (slug, name, name_en) in enumerate(PROGRAMMES, 1):
        programme.objects.get_or_create(
            slug=slug, defaults={"name": name, "name_en": name_en, "position": position * 10}
        )


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
