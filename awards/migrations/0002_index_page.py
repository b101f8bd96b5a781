"""The parent of all editions, below the home page."""

from django.db import migrations

from cms.base.seed_pages import add_child


def make(apps, schema_editor):
    index_model = apps.get_model("awards", "AwardIndexPage")
    if index_model.objects.exists():
        return
    home = apps.get_model("publishing", "HomePage").objects.first()
    parent = apps.get_model("wagtailcore", "Page").objects.get(pk=home.pk)
    add_child(apps, index_model, parent, title="Penghargaan", slug="penghargaan")


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0001_initial"),
        ("stories", "0003_pages_and_workflow"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
