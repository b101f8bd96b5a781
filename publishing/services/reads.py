"""Adds what the web processes counted to the rows of each item and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from publishing.models import ItemReads, ItemState, PublishedItem

ROWS_AT_ONCE = 200


def add_reads(counts: Mapping[tuple[UUID, date], int]) -> int:
    """Add ``counts`` of reads by (item, day); return how many were added.

    What names no public item is dropped. One transaction; safe in any number of processes.
    """
    named = {public_id for public_id, _day in counts}
    live = PublishedItem.objects.filter(public_id__in=named, state=ItemState.LIVE)
    known = set(live.values_list("public_id", flat=True))
    # In one order everywhere, so that two processes never wait for each other.
    kept = sorted((key, count) for key, count in counts.items() if key[0] in known and count > 0)
    with transaction.atomic():
        for start in range(0, len(kept), ROWS_AT_ONCE):
            _add(kept[start : start + ROWS_AT_ONCE])
    return sum(count for _key, count in kept)


def _add(rows) -> None:
    """One statement that adds to what is there, which the ORM cannot say."""
    table = connection.ops.quote_name(ItemReads._meta.db_table)
    public_id, day = (ItemReads._meta.get_field(name) for name in ("public_id", "day"))
    values: list[object] = []
    for (item, on), count in rows:
        values += [
            public_id.get_db_prep_value(item, connection),
            day.get_db_prep_value(on, connection),
            count,
        ]
    places = ", ".join(["(%s, %s, %s)"] * (len(values) // 3))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (public_id, day, count) VALUES {places} "  # noqa: S608
            "ON CONFLICT (public_id, day) "
            f"DO UPDATE SET count = {table}.count + EXCLUDED.count",
            values,
        )
