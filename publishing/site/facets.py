"""What the lists can be narrowed by, and the numbers of the front page; kept for five minutes."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count

from cms.people.directory import serving_today
from cms.people.models import Officer
from cms.places.models import Level, Region
from publishing import tallies

KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice of a filter; ``count`` is of live stories."""

    slug: str
    name: str
    count: int = 0


def _counted() -> dict[str, tuple[Facet, ...]]:
    def read():
        return {
            field: tuple(Facet(tally.slug, tally.name, tally.count) for tally in found)
            for field, found in tallies.of("programme", "activity", "kind").items()
        }

    return cache.get_or_set("site:counted", read, KEPT_SECONDS)


def programmes() -> tuple[Facet, ...]:
    """Programmes that have live items, most used first."""
    return _counted()["programme"]


def activities() -> tuple[Facet, ...]:
    """Activities that have live items, most used first."""
    return _counted()["activity"]


def provinces() -> tuple[Facet, ...]:
    """All provinces, by name."""

    def read():
        rows = Region.objects.filter(level=Level.PROVINCE, retired_on=None).order_by("name")
        return tuple(Facet(code, name) for code, name in rows.values_list("code", "name"))

    return cache.get_or_set("site:provinces", read, KEPT_SECONDS)


def numbers() -> dict[str, int]:
    """How many stories, officers and villages; counted at most every five minutes."""

    def read():
        return Officer.objects.filter(is_active=True).aggregate(
            officers=Count("id", distinct=True),
            villages=Count("postings__village", distinct=True, filter=serving_today("postings__")),
        )

    people = cache.get_or_set("site:people", read, KEPT_SECONDS)
    stories = next((kind.count for kind in _counted()["kind"] if kind.slug == "story"), 0)
    return {"stories": stories, **people}
