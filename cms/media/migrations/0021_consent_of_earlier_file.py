"""Consents given for a file that was replaced since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0020_redacted_made_again")]
    operations = [
        migrations.AddField(
            "consent", "replaced_at", models.DateTimeField(null=True, blank=True, editable=False)
        )
    ]
