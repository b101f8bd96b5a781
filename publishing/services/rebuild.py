"""The read model can always be made again from the pages."""

from __future__ import annotations

from django.db import transaction

from publishing import document
from publishing.models import ItemState, PublishedItem
from publishing.registry import all_adapters
from publishing.services.release import next_seq, release_officers


def rebuild_items() -> tuple[int, int]:
    """Recompute every live item from its page; return (items, items that differed).

    A right table stays as it is, byte for byte, ``seq`` included; a wrong or missing row is written
    with its old ``seq``, or a new one when it had none. No delivery is made: nothing happened.
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
    if row and all(_same(getattr(row, name), value) for name, value in values.items()):
        return False
    row = row or PublishedItem()
    for name, value in values.items():
        setattr(row, name, value)
    row.seq = row.seq or next_seq()
    row.save()
    release_officers(row, item)
    return True


def _same(stored, computed) -> bool:
    # A binary column comes back as memoryview on PostgreSQL and bytes on SQLite.
    return bytes(stored) == computed if isinstance(computed, bytes) else stored == computed
