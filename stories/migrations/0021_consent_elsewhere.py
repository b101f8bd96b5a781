"""A consent that does not cover the site is named as such."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0020_returned_is_complete")]

    operations = [
        migrations.AlterField(
            model_name="mediaasset",
            name="consent",
            field=models.CharField(
                choices=[
                    ("none", "Belum dicatat"),
                    ("given", "Dicatat"),
                    ("elsewhere", "Tidak untuk situs"),
                    ("withdrawn", "Ditarik"),
                ],
                default="none",
                max_length=9,
            ),
        )
    ]
