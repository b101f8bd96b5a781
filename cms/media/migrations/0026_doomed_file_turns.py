"""Files that resist their deletion stand behind all others."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0025_redacted_masters_again")]
    operations = [
        migrations.AddField(
            "doomedfile",
            "turn_at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            "doomedfile", models.Index(fields=["turn_at", "id"], name="doomed_file_turn")
        ),
    ]
