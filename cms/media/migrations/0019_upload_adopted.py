from django.db import migrations, models
from django.db.models import Exists, OuterRef


def note_what_is_known(apps, schema_editor):
    """What came through Wagtail's screens has its picture or film before its upload."""
    Upload = apps.get_model("cms_media", "Upload")
    for kind, name in (("photo", "Photo"), ("video", "Video")):
        older = apps.get_model("cms_media", name).objects.filter(
            pk=OuterRef(kind), created_at__lt=OuterRef("created_at")
        )
        Upload.objects.filter(Exists(older)).update(is_adopted=True)


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0018_consent_evidence_file")]

    operations = [
        migrations.AddField(
            "upload", "is_adopted", models.BooleanField(default=False, editable=False)
        ),
        migrations.RunPython(note_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
