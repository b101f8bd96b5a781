"""Home page, the parent of all stories, and the workflow "Redaksi" on it.

Wagtail's welcome page is replaced; a home page that somebody made already is kept.
"""

from django.db import migrations

from cms.base.seed_pages import add_child

def _home(apps):
    page_model = apps.get_model("wagtailcore", "Page")
    home_model = apps.get_model("publishing", "HomePage")
    home = home_model.objects.first()
    if home:
        return home
    root = page_model.objects.get(depth=1)
    welcome = page_model.objects.filter(
        depth=2, slug="home", content_type__app_label="wagtailcore", content_type__model="page"
    )
    welcome.delete()
    slug = "sambang" if page_model.objects.filter(depth=2, slug="home").exists() else "home"
    home = add_child(apps, home_model, root, title="Sambang", slug=slug)
    site_model = apps.get_model("wagtailcore", "Site")
    site = site_model.objects.filter(is_default_site=True).first()
    if site is None:
        site_model.objects.create(
            hostname="localhost", port=80, site_name="Sambang", root_page_id=home.pk, is_default_site=True
        )
    else:
        site.root_page_id = home.pk
        site.save()
    return home


def make(apps, schema_editor):
    page_model = apps.get_model("wagtailcore", "Page")
    index_model = apps.get_model("stories", "StoryIndexPage")
    home = _home(apps)
    index = index_model.objects.first() or add_child(
        apps, index_model, page_model.objects.get(pk=home.pk), title="Cerita", slug="cerita"
    )
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="stories", model="publisherapproval"
    )
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name="Redaksi", active=True)
    task = apps.get_model("stories", "PublisherApproval").objects.create(
        name="Persetujuan penerbit", active=True, content_type=content_type
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(
        workflow=workflow, page_id=index.pk
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0002_terms"),
        ("publishing", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
