"""Redacted photos get their turn once more (``services.again``): when they had it, their masters
stayed as an older recipe hid people in them."""

from django.db import migrations


def ask_redacted_ones(apps, schema_editor):
    photos = apps.get_model("cms_media", "Photo").objects
    photos.filter(is_redacted=True).update(recipe=0)


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0024_former_uploads")]

    operations = [
        migrations.RunPython(ask_redacted_ones, migrations.RunPython.noop, elidable=True),
    ]
