"""The first topics. Names that staff changed stay as they are."""

from django.db import migrations

TOPICS = [
    ("hoaks", "Hoaks dan literasi digital", "Hoaxes and digital literacy"),
    ("narkoba", "Pencegahan narkoba", "Drug prevention"),
    ("perlindungan-anak", "Perlindungan perempuan dan anak", "Protection of women and children"),
    ("lalu-lintas", "Keselamatan lalu lintas", "Road safety"),
    ("kerukunan", "Kerukunan warga", "Harmony among neighbours"),
    ("siskamling", "Siskamling dan keamanan lingkungan", "Neighbourhood watch"),
    ("ketahanan-pangan", "Ketahanan pangan", "Food security"),
    ("kesehatan", "Kesehatan dan stunting", "Health and stunting"),
    ("pendidikan", "Pendidikan", "Education"),
    ("lingkungan", "Lingkungan hidup", "Environment"),
    ("kebencanaan", "Kebencanaan", "Disasters"),
    ("karhutla", "Karhutla", "Forest and land fires"),
    ("judi-daring", "Judi dan penipuan daring", "Online gambling and fraud"),
    ("tppo", "Perdagangan orang", "Human trafficking"),
    ("ekonomi-warga", "Ekonomi warga", "Local livelihoods"),
    ("seni-budaya", "Seni dan budaya", "Arts and culture"),
]


def fill(apps, schema_editor):
    topic = apps.get_model("stories", "Topic")
    for position, (slug, name, name_en) in enumerate(TOPICS, 1):
        topic.objects.get_or_create(
            slug=slug, defaults={"name": name, "name_en": name_en, "position": position * 10}
        )


class Migration(migrations.Migration):
    dependencies = [("stories", "0005_topics_and_corrections")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
