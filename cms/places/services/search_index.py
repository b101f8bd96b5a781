"""Keeps the words by which regions are found in step with their names."""

from collections.abc import Iterable

from django.db import connection, transaction

from cms.places.models import Region, RegionTerm
from cms.places.naming import search_terms

_IDS_A_STATEMENT = 900  # SQLite takes a bounded number of values in one statement


def index_regions(regions: Iterable[Region], *, fresh: bool = False) -> None:
    """Rebuild the search terms of ``regions``; one that is retired is found no more.

    ``fresh`` says that none of them has terms yet. Side effects: rows of RegionTerm, in one
    transaction.
    """
    regions = list(regions)
    with transaction.atomic():
        if not fresh:
            ids = [region.pk for region in regions]
            for start in range(0, len(ids), _IDS_A_STATEMENT):
                RegionTerm.objects.filter(
                    region_id__in=ids[start : start + _IDS_A_STATEMENT]
                ).delete()
        terms = [
            (region.pk, region.level, position > 0, term, region.code)
            for region in regions
            if region.retired_on is None
            for position, term in enumerate(search_terms(region.name))
        ]
        # 175,000 rows of a table that only this module writes: without the model it takes a fifth.
        with connection.cursor() as cursor:
            cursor.executemany(_insert_statement(), terms)


def _insert_statement() -> str:
    table = connection.ops.quote_name(RegionTerm._meta.db_table)
    names = ("region", "level", "inner", "term", "code")
    columns = [RegionTerm._meta.get_field(name).column for name in names]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    return f"INSERT INTO {table} ({quoted}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
