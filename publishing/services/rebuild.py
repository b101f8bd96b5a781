"""The read model can always be made again from the pages."""

from __future__ import annotations

from django.db import transaction

from publishing import document
from publishing.item import PublicItem
from publishing.models import ItemState, PublishedItem
from publishing.registry import all_adapters
from publishing.services.release import index_rows, next_seq, write_index
from publishing.services.search_index import is_indexed


def rebuild_items() -> tuple[int, int]:
    """Recompute every live item from its page; return (items, items that differed).

    A right table stays as it is, byte for byte, ``seq`` included; a wrong or missing row, and the
    rows by which it is found, are written with its old ``seq``, or a new one when it had none. No
    delivery is made: nothing happened.
    """
    total = mended = 0
    for _model, adapter in all_adapters():
        for page in adapter.pages():
            total += 1
            mended += _rebuild_one(adapter, page)
    return total, mended


@transaction.atomic
def _rebuild_one(adapter, page) -> bool:
    item = document.read(adapter, page)
    values = document.columns(item) | {
        "public_id": item.public_id,
        "page_id": page.pk,
        "state": ItemState.LIVE,
        "withdrawn_at": None,
    }
    row = PublishedItem.objects.select_for_update().filter(public_id=item.public_id).first()
    if row and _is_right(row, values) and _is_indexed(row, item) and is_indexed(row):
        return False
    row = row or PublishedItem()
    for name, value in values.items():
        setattr(row, name, value)
    row.seq = row.seq or next_seq()
    row.save()
    write_index(row, item)
    return True


def _is_right(row: PublishedItem, values: dict) -> bool:
    return all(_same(getattr(row, name), value) for name, value in values.items())


def _is_indexed(row: PublishedItem, item: PublicItem) -> bool:
    """Whether the rows by which ``row`` is found are those that ``item`` asks for."""
    stored = (row.officers.all(), row.topics.all(), row.media.all())
    return all(
        sorted(map(_facts, found)) == sorted(map(_facts, wanted))
        for found, wanted in zip(stored, index_rows(row, item), strict=True)
    )


def _facts(index_row) -> tuple:
    """What an index row says, without its own number."""
    names = (field.attname for field in index_row._meta.fields if not field.primary_key)
    values = (getattr(index_row, name) for name in names)
    return tuple(
        str(bytes(value) if isinstance(value, bytes | memoryview) else value) for value in values
    )


def _same(stored, computed) -> bool:
    # A binary column comes back as memoryview on PostgreSQL and bytes on SQLite.
    return bytes(stored) == computed if isinstance(computed, bytes) else stored == computed
