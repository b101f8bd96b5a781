"""Portraits that a profile showed once and shows no longer leave the public: their uses were never
ended."""

from django.db import migrations


def take_back(apps, schema_editor):
    uses = apps.get_model("cms_media", "PublicUse").objects
    derivatives = apps.get_model("cms_media", "Derivative").objects
    doomed = apps.get_model("cms_media", "DoomedFile")
    live = apps.get_model("local_heroes", "HeroProfilePage").objects.filter(live=True)
    shown = {f"hero:{pk}": photo for pk, photo in live.values_list("pk", "portrait_id")}
    for use in uses.filter(used_by__startswith="hero:", photo__isnull=False).order_by("pk"):
        if shown.get(use.used_by) == use.photo_id:
            continue
        use.delete()
        if uses.filter(photo=use.photo_id).exists():
            continue
        copies = derivatives.filter(photo=use.photo_id).exclude(public_file="")
        doomed.objects.bulk_create(
            doomed(storage="public", name=name)
            for name in copies.values_list("public_file", flat=True)
        )
        copies.update(public_file="")


class Migration(migrations.Migration):
    dependencies = [
        ("local_heroes", "0002_index_page"),
        ("cms_media", "0017_photo_recipe"),
    ]
    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
