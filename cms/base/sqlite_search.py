"""Wagtail's search on SQLite, newest first.

By relevance, Wagtail's own asks the whole full-text index once more for every single match: with
100,000 stories, one common word takes minutes. Whoever looks for a page wants a recent one.
"""

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)


class NewestFirst:
    """Takes the newest first where the most relevant were asked for."""

    def __init__(self, queryset, query, *, order_by_relevance=True, **options):
        if order_by_relevance:
            # What has no order of its own is then taken by its key, the newest first.
            queryset = queryset.order_by()
        super().__init__(queryset, query, order_by_relevance=False, **options)


class QueryCompiler(NewestFirst, SQLiteSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(NewestFirst, SQLiteAutocompleteQueryCompiler):
    pass


class SearchBackend(SQLiteSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
