"""The words by which live items are found, with each database's own index of them."""

import django.db.models.deletion
from django.db import migrations, models

from publishing.words import index_words, position_of

SQLITE_MAKE = (
    """
    CREATE VIRTUAL TABLE publishing_itemsearch_fts USING fts5(
        words, content='publishing_itemsearch', content_rowid='position', detail='none',
        tokenize="ascii tokenchars '_-.'"
    )
    """,
    """
    CREATE TRIGGER publishing_itemsearch_added AFTER INSERT ON publishing_itemsearch BEGIN
        INSERT INTO publishing_itemsearch_fts(rowid, words) VALUES (new.position, new.words);
    END
    """,
    """
    CREATE TRIGGER publishing_itemsearch_gone AFTER DELETE ON publishing_itemsearch BEGIN
        INSERT INTO publishing_itemsearch_fts(publishing_itemsearch_fts, rowid, words)
        VALUES ('delete', old.position, old.words);
    END
    """,
    """
    CREATE TRIGGER publishing_itemsearch_changed AFTER UPDATE ON publishing_itemsearch BEGIN
        INSERT INTO publishing_itemsearch_fts(publishing_itemsearch_fts, rowid, words)
        VALUES ('delete', old.position, old.words);
        INSERT INTO publishing_itemsearch_fts(rowid, words) VALUES (new.position, new.words);
    END
    """,
)
SQLITE_UNMAKE = (
    "DROP TRIGGER publishing_itemsearch_added",
    "DROP TRIGGER publishing_itemsearch_gone",
    "DROP TRIGGER publishing_itemsearch_changed",
    "DROP TABLE publishing_itemsearch_fts",
)
POSTGRESQL_MAKE = (
    """
    ALTER TABLE publishing_itemsearch ADD COLUMN lexemes tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
    """,
    # New words wait in a list that every search reads: it stays short.
    """
    CREATE INDEX publishing_itemsearch_lexemes ON publishing_itemsearch USING gin (lexemes)
        WITH (gin_pending_list_limit = 256)
    """,
)
POSTGRESQL_UNMAKE = ("ALTER TABLE publishing_itemsearch DROP COLUMN lexemes",)


def _run(schema_editor, sqlite, postgresql):
    chosen = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in chosen:
        schema_editor.execute(statement, params=None)


def make_index(apps, schema_editor):
    _run(schema_editor, SQLITE_MAKE, POSTGRESQL_MAKE)


def unmake_index(apps, schema_editor):
    _run(schema_editor, SQLITE_UNMAKE, POSTGRESQL_UNMAKE)


def index_live_items(apps, schema_editor):
    """What is public already is found at once."""
    search = apps.get_model("publishing", "ItemSearch")
    last = None
    live = apps.get_model("publishing", "PublishedItem").objects.filter(state="live")
    for item in live.order_by("published_at", "id").defer("document").iterator(chunk_size=500):
        position = position_of(item.published_at)
        last = position if last is None or position > last else last + 1
        search.objects.create(position=last, item=item, words=index_words(item))


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_feed_versions")]

    operations = [
        migrations.CreateModel(
            name="ItemSearch",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("words", models.TextField(help_text="Kata dan tanda, terpisah spasi, urut.")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_rows",
                        to="publishing.publisheditem",
                    ),
                ),
            ],
            options={"verbose_name": "kata terbitan"},
        ),
        migrations.AddIndex(
            model_name="publisheditem",
            index=models.Index(
                condition=models.Q(("state", "live")),
                fields=["-updated_at", "-id"],
                name="item_live_updated",
            ),
        ),
        migrations.RunPython(make_index, unmake_index),
        migrations.RunPython(index_live_items, migrations.RunPython.noop),
    ]
