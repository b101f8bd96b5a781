"""One Wagtail group a role, with what its people may do in the admin.

Which unit's pages they may touch is decided by role assignments, not by these groups.
"""

from django.db import migrations

PAGES = {
    "Redaktur": ["add", "change", "lock"],
    "Penerbit": ["add", "change", "publish", "lock", "unlock"],
    "Sekretaris penghargaan": ["add", "change", "publish", "lock", "unlock"],
    "Administrator": ["add", "change", "publish", "lock", "unlock"],
    "Pimpinan": [],
}
MEDIA = {"Redaktur", "Penerbit", "Sekretaris penghargaan", "Administrator"}


def _permission(apps, app_label, model, codename, name):
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


def make(apps, schema_editor):
    page_model = apps.get_model("wagtailcore", "Page")
    page_permission = apps.get_model("wagtailcore", "GroupPagePermission")
    collection_permission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = page_model.objects.get(depth=1)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    access = _permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    for name, actions in PAGES.items():
        group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(access)
        for action in actions:
            page_permission.objects.get_or_create(
                group=group,
                page=root,
                permission=_permission(
                    apps, "wagtailcore", "page", f"{action}_page", f"Can {action} page"
                ),
            )
        if name not in MEDIA:
            continue
        # Wagtail and wagtailmedia ask for the permissions of their own models, not of ours.
        for app_label, model in (("wagtailimages", "image"), ("wagtailmedia", "media")):
            for action in ("add", "change", "choose"):
                if (model, action) == ("media", "choose"):
                    continue
                collection_permission.objects.get_or_create(
                    group=group,
                    collection=collection,
                    permission=_permission(
                        apps, app_label, model, f"{action}_{model}", f"Can {action} {model}"
                    ),
                )


def allow_places(apps, schema_editor):
    """Administrators see areas and units and change units (within their own, the forms check)."""
    group = apps.get_model("auth", "Group").objects.get(name="Administrator")
    for model, action in (("region", "view"), ("unit", "view"), ("unit", "change")):
        group.permissions.add(
            _permission(apps, "cms_places", model, f"{action}_{model}", f"Can {action} {model}")
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cms_people", "0001_initial"),
        ("cms_media", "0001_initial"),
        ("cms_places", "0001_initial"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailmedia", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
        migrations.RunPython(allow_places, migrations.RunPython.noop),
    ]
