"""What live items are about, in numbers: programmes, activities, topics and kinds.

A sweep counts everything anew every few minutes (``publishing.services.tally``). Before the first
sweep, and where none runs, the reader counts.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Max
from django.utils import timezone

from publishing.models import ItemState, ItemTopic, PublishedItem, TermTally

FIELDS = ("programme", "activity", "topic", "kind")
# A count older than this was left behind by a sweeper that no longer runs.
TRUSTED = timedelta(minutes=15)


def of(*fields: str) -> dict[str, list[TermTally]]:
    """The tallies of each of ``fields``, most used first. One query while a sweeper runs; without,
    two more for each field, which read an index of all live items."""
    trusted = timezone.now() - TRUSTED
    found: dict[str, list[TermTally]] = {field: [] for field in fields}
    for tally in TermTally.objects.filter(field__in=fields, counted_at__gt=trusted):
        found[tally.field].append(tally)
    if not any(found.values()):
        found = {field: count(field) for field in fields}
    return {
        field: sorted(tallies, key=lambda tally: (-tally.count, tally.name))
        for field, tallies in found.items()
    }


def count(field: str) -> list[TermTally]:
    """The tallies of ``field`` as they are now, not saved. Two queries."""
    if field == "topic":
        rows = ItemTopic.objects.values("slug").annotate(count=Count("id"), newest=Max("item_id"))
        key = "slug"
    else:
        live = PublishedItem.objects.filter(state=ItemState.LIVE).exclude(**{field: ""})
        rows = live.values(field).annotate(count=Count("id"), newest=Max("id"))
        key = field
    groups = list(rows.order_by())
    names = _names(field, [group["newest"] for group in groups])
    return [
        TermTally(
            field=field,
            slug=group[key],
            name=names.get(group[key], group[key])[:120],
            count=group["count"],
        )
        for group in groups
    ]


def _names(field: str, newest: list[int]) -> dict[str, str]:
    """The names of terms as the newest item with each writes them."""
    if field == "kind" or not newest:
        return {}
    found: dict[str, str] = {}
    for data in PublishedItem.objects.filter(id__in=newest).values_list("data", flat=True):
        terms = data.get("topics") if field == "topic" else [data.get(field)]
        found |= {term["slug"]: term["name"] for term in terms or [] if term}
    return found
