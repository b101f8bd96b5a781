"""What the lists can be narrowed by, and the numbers of the front page; kept for five minutes."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.utils import timezone

from cms.people.models import Officer
from cms.places.models import Level, Region
from publishing.models import PublishedItem
from publishing.selectors import live_items

KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice of a filter; ``count`` is of live stories."""

    slug: str
    name: str
    count: int = 0


def _terms(field: str) -> tuple[Facet, ...]:
    """The terms in use in ``field``, most used first. Two queries."""
    groups = list(
        live_items()
        .exclude(**{field: ""})
        .order_by()
        .values(field)
        .annotate(count=Count("id"), newest=Max("id"))
    )
    rows = PublishedItem.objects.filter(id__in=[g["newest"] for g in groups])
    names = {
        slug: (data.get(field) or {}).get("name", slug)
        for slug, data in rows.values_list(field, "data")
    }
    found = (Facet(g[field], names.get(g[field], g[field]), g["count"]) for g in groups)
    return tuple(sorted(found, key=lambda facet: (-facet.count, facet.name)))


def programmes() -> tuple[Facet, ...]:
    """Programmes that have live stories."""
    return cache.get_or_set("site:programmes", lambda: _terms("programme"), KEPT_SECONDS)


def activities() -> tuple[Facet, ...]:
    """Activities that have live stories."""
    return cache.get_or_set("site:activities", lambda: _terms("activity"), KEPT_SECONDS)


def provinces() -> tuple[Facet, ...]:
    """All provinces, by name."""

    def read():
        rows = Region.objects.filter(level=Level.PROVINCE, retired_on=None).order_by("name")
        return tuple(Facet(code, name) for code, name in rows.values_list("code", "name"))

    return cache.get_or_set("site:provinces", read, KEPT_SECONDS)


def numbers() -> dict[str, int]:
    """How many stories, officers and villages. Two queries at most every five minutes."""

    def read():
        today = timezone.localdate()
        serving = Q(postings__begins_on__lte=today) & (
            Q(postings__ends_on=None) | Q(postings__ends_on__gte=today)
        )
        people = Officer.objects.filter(is_active=True).aggregate(
            officers=Count("id", distinct=True),
            villages=Count("postings__village", distinct=True, filter=serving),
        )
        return {"stories": live_items(kind="story").count(), **people}

    return cache.get_or_set("site:numbers", read, KEPT_SECONDS)
