"""What an upload was the file of, until another took its place."""

import django.db.models.deletion
from django.db import migrations, models


def _former(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        model,
        django.db.models.deletion.SET_NULL,
        null=True,
        blank=True,
        related_name="former_uploads",
    )


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0023_film_file_constraint")]
    operations = [
        migrations.AddField("upload", "former_photo", _former("cms_media.photo")),
        migrations.AddField("upload", "former_video", _former("cms_media.video")),
    ]
