"""What stands in which sitemap: fixed stretches of row numbers, so that a new story changes one.

A part holds the live rows whose number lies in its stretch; a part without any is not listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from cms.people.models import Officer
from publishing.feeds.spec import all_specs
from publishing.models import ItemState, PublishedItem

# Two addresses an item (both languages), at most 50,000 and 50 MB a file: far below either.
ITEMS_A_PART = 1_000
OFFICERS_A_PART = 5_000
NEWS_IS = timedelta(hours=48)
FIRST_PAGES = ("/", "/bhabinkamtibmas/", "/umpan/")
_COLUMNS = ("pk", "path", "language", "title", "summary", "updated_at", "data")
_NEWS_COLUMNS = ("path", "language", "title", "published_at")


def items_part_of(item_id: int) -> int:
    """The part that holds the item with this row number, in the sitemap and the news sitemap."""
    return item_id // ITEMS_A_PART


def cache_tags_of(item_id: int) -> list[str]:
    """Cache tags of the sitemaps that change with this item."""
    part = items_part_of(item_id)
    return [f"sitemap-items-{part}", f"sitemap-news-{part}"]


def pages() -> list[str]:
    """Addresses of pages that are always there, without language."""
    found = [spec.home_path for spec in all_specs() if not spec.home_path.startswith("/umpan/")]
    return list(dict.fromkeys([*FIRST_PAGES, *found]))


def item_parts() -> list[int]:
    """Numbers of the parts that hold live items. One query, from an index alone."""
    return _parts(PublishedItem.objects.filter(state=ItemState.LIVE), ITEMS_A_PART)


def officer_parts() -> list[int]:
    """Numbers of the parts that hold active officers. One query."""
    return _parts(Officer.objects.filter(is_active=True), OFFICERS_A_PART)


def news_parts() -> list[int]:
    """Numbers of the parts that hold news; the first one when there is none. One query."""
    return _parts(_news(), ITEMS_A_PART) or [0]


def items(part: int) -> Iterable[dict]:
    """The live items of ``part``, one at a time. One query."""
    rows = _stretch(PublishedItem.objects.filter(state=ItemState.LIVE), part, ITEMS_A_PART)
    return rows.values(*_COLUMNS).iterator(chunk_size=200)


def officers(part: int) -> Iterable[str]:
    """Slugs of the active officers of ``part``. One query."""
    rows = _stretch(Officer.objects.filter(is_active=True), part, OFFICERS_A_PART)
    return rows.values_list("slug", flat=True)


def news(part: int) -> list[dict]:
    """The stories of ``part`` that are news now: published less than 48 hours ago. One query."""
    return list(_stretch(_news(), part, ITEMS_A_PART).values(*_NEWS_COLUMNS))


def _news() -> QuerySet[PublishedItem]:
    kinds = [spec.kind for spec in all_specs() if spec.is_news]
    return PublishedItem.objects.filter(
        state=ItemState.LIVE, kind__in=kinds, published_at__gt=timezone.now() - NEWS_IS
    )


def _parts(rows: QuerySet, size: int) -> list[int]:
    return sorted(
        rows.order_by().annotate(part=F("id") / size).values_list("part", flat=True).distinct()
    )


def _stretch(rows: QuerySet, part: int, size: int) -> QuerySet:
    return rows.filter(pk__gte=part * size, pk__lt=(part + 1) * size).order_by("pk")
