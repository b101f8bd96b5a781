"""Wagtail's search on PostgreSQL, with an index that many workers may write at once."""

from __future__ import annotations

from modelsearch.backends.database.postgres.postgres import (
    PostgresIndex,
    PostgresSearchBackend,
)


class Index(PostgresIndex):
    """Writes the entry that changed and nothing else.

    The parent follows every entry with an average over the whole table and an update of every row
    that has no weight yet: at a million pages each save reads all of them, and two workers that
    update the same rows in another order end in a deadlock.
    """

    def _refresh_title_norms(self, full=False):
        # A title's weight stays at 1.0 until the next `manage.py update_index`, which asks for all.
        if full:
            super()._refresh_title_norms(full=True)


class SearchBackend(PostgresSearchBackend):
    """The backend that ``WAGTAILSEARCH_BACKENDS`` names on PostgreSQL."""

    index_class = Index
