"""Reports that came back and whose officer has emptied the title or the text: what is left of the
words becomes the officer's unsent ones, and the desk has something to read again."""

from django.db import migrations
from django.db.models import F, Q
from django.db.models.functions import Now

NO_TITLE, NO_TEXT = "(tanpa judul)", "(isinya sedang ditulis ulang oleh pelapor)"


def make_whole(apps, schema_editor):
    reports = apps.get_model("stories", "Report").objects.filter(state="returned")
    reports.filter(Q(title="") | Q(text="")).update(
        rewritten_title=F("title"), rewritten_text=F("text"), rewritten_at=Now()
    )
    reports.filter(title="").update(title=NO_TITLE)
    reports.filter(text="").update(text=NO_TEXT)


class Migration(migrations.Migration):
    dependencies = [("stories", "0018_rewritten_words")]
    operations = [migrations.RunPython(make_whole, migrations.RunPython.noop)]
