"""Keeps the words by which live items are found, in the transaction that changes the item."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from publishing.models import ItemSearch, PublishedItem
from publishing.words import TIES, index_words, position_of


def index_item(row: PublishedItem, *, is_new: bool = False) -> None:
    """Make ``row`` found by what it says now, and by nothing else. Side effect: its search row."""
    if not is_new:
        forget_item(row)
    position = _free_position(row.published_at)
    ItemSearch.objects.bulk_create(
        [ItemSearch(position=position, item=row, words=index_words(row))]
    )


def forget_item(row: PublishedItem) -> None:
    """Nothing finds ``row`` by a word any more."""
    ItemSearch.objects.filter(item=row).delete()


def is_indexed(row: PublishedItem) -> bool:
    """Whether ``row`` is found by what it says, at its place."""
    begin = position_of(row.published_at)
    found = list(ItemSearch.objects.filter(item=row).values_list("position", "words"))
    return (
        len(found) == 1 and begin <= found[0][0] < begin + TIES and found[0][1] == index_words(row)
    )


def _free_position(moment: datetime) -> int:
    begin = position_of(moment)
    taken = ItemSearch.objects.filter(position__gte=begin, position__lt=begin + TIES)
    last = taken.aggregate(last=Max("position"))["last"]
    if last is None:
        return begin
    is_full = last + 1 == begin + TIES
    return _free_position(moment + timedelta(microseconds=1)) if is_full else last + 1
