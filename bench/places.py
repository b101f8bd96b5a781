"""Place search as somebody types: 500 seeded searches, each prefix by prefix, on all villages.

Alone: ``python -m bench.places`` (uses the database of the environment; loads the places into it
when it has none). Prints p50 and p95, and the ratio to a query with ``icontains``.
"""

from __future__ import annotations

import os
import random
import statistics
import time

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
django.setup()

from cms.places.models import Level, Region, Unit  # noqa: E402 (models need the set-up above)
from cms.places.selectors import search_villages  # noqa: E402

SEARCHES = 500
SEED = 20260101
SHORTEST = 2


def typed(rng: random.Random, names: list[tuple[str, str]]) -> list[str]:
    """What a person's search looks like on the way: "po", "pon", … "pondok rajeg bo"."""
    name, regency = rng.choice(names)
    text = name.lower()
    if rng.random() < 0.3:
        text = f"{text} {regency.lower()[: rng.randint(2, 6)]}"
    elif rng.random() < 0.5:
        text = text[: rng.randint(4, 12)]
    return [text[:length] for length in range(SHORTEST, len(text) + 1)]


def percentile(milliseconds: list[float], share: float) -> float:
    return statistics.quantiles(milliseconds, n=1000)[int(share * 1000) - 1]


def timed(function, queries: list[str]) -> list[float]:
    """Milliseconds of ``function(query)`` for each of ``queries``."""
    spent = []
    for query in queries:
        began = time.perf_counter()
        function(query)
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def run() -> dict[str, float]:
    """Measure and print; return the figures (milliseconds and the ratio of the medians)."""
    if not Region.objects.exists():
        call_command("load_regions")
    if not Unit.objects.exists():
        call_command("derive_units")
    villages = Region.objects.filter(level=Level.VILLAGE, retired_on=None)
    rng = random.Random(SEED)
    names = list(villages.order_by("code").values_list("name", "parent__parent__name")[::7])
    names = [(name, regency.split(" ", 1)[-1]) for name, regency in names]
    searches = [typed(rng, names) for _number in range(SEARCHES)]
    queries = [query for search in searches for query in search]
    unit_paths = list(Unit.objects.filter(level="polres").values_list("path", flat=True))

    def naive(query: str) -> list[Region]:
        return list(villages.filter(place_line__icontains=query).order_by("name")[:10])

    def near(query: str) -> list[Region]:
        return search_villages(query, near_unit_path=rng.choice(unit_paths))

    timed(search_villages, queries[:50])
    ours = timed(search_villages, queries)
    ours_near = timed(near, queries)
    theirs = timed(naive, rng.sample(queries, 150))
    figures = {
        "p50": statistics.median(ours),
        "p95": percentile(ours, 0.95),
        "p50_near": statistics.median(ours_near),
        "p95_near": percentile(ours_near, 0.95),
        "max": max(ours + ours_near),
        "p50_icontains": statistics.median(theirs),
        "p95_icontains": percentile(theirs, 0.95),
    }
    figures["ratio"] = figures["p50_icontains"] / figures["p50"]
    print(f"place search: {len(queries):,} queries of {SEARCHES} searches, typed letter by letter")
    print(f"  anywhere      p50 {figures['p50']:6.2f} ms   p95 {figures['p95']:6.2f} ms")
    print(f"  near a unit   p50 {figures['p50_near']:6.2f} ms   p95 {figures['p95_near']:6.2f} ms")
    print(
        f"  icontains     p50 {figures['p50_icontains']:6.2f} ms   "
        f"p95 {figures['p95_icontains']:6.2f} ms"
    )
    print(f"  slowest of ours {figures['max']:.1f} ms; icontains / ours = {figures['ratio']:.1f}×")
    return figures


if __name__ == "__main__":
    run()
