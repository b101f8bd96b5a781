import uuid

from django.db import migrations


def name_no_original(apps, schema_editor):
    """Films that were never prepared named their original; now the place where the film will be."""
    Video = apps.get_model("cms_media", "Video")
    for video in Video.objects.filter(file__startswith="originals/").iterator():
        extension = video.file.name.rpartition(".")[2]
        name = f"masters/video/{video.public_id.hex}/{uuid.uuid4().hex}.{extension}"
        Video.objects.filter(pk=video.pk).update(file=name)


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0021_consent_of_earlier_file")]

    operations = [migrations.RunPython(name_no_original, migrations.RunPython.noop)]
