"""What wagtailmedia's screens delete is never an original."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0022_film_names_no_original")]
    operations = [
        migrations.AddConstraint(
            "video",
            models.CheckConstraint(
                condition=models.Q(("file__startswith", "originals/"), _negated=True),
                name="video_file_is_no_original",
            ),
        )
    ]
