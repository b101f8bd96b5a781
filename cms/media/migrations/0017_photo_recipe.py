"""Photos that are there already count as made by an older recipe, and get their turn."""

from django.db import migrations, models

import cms.media.models.photo


class Migration(migrations.Migration):
    dependencies = [
        ("cms_media", "0016_film_awaits_redaction"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="recipe",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="photo",
            name="recipe",
            field=models.PositiveSmallIntegerField(
                default=cms.media.models.photo.current_recipe, editable=False
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["recipe", "-id"], name="photo_by_recipe"),
        ),
    ]
