"""What is said anew of a file that is on its way."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0026_doomed_file_turns")]
    operations = [
        migrations.AddField(
            "resumableupload",
            "caption",
            models.CharField(blank=True, max_length=200, null=True),
        ),
    ]
