"""The sweeper asks every second which pages have ended: Wagtail keeps no index of that.

Wagtail's models cannot be told of an index of ours. If a later version of Wagtail has SQLite make
its table anew, the index is gone: the answer is then slower, not wrong.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cms_base", "0005_heartbeat_without_begin"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            sql=(
                "CREATE INDEX IF NOT EXISTS cms_base_page_ends ON wagtailcore_page (expire_at)"
                " WHERE expire_at IS NOT NULL"
            ),
            reverse_sql="DROP INDEX IF EXISTS cms_base_page_ends",
        )
    ]
