"""Readers of the demo's stories: many in the first days, fewer every day after."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from publishing.models import ItemState, PublishedItem
from publishing.services.reads import add_reads

DAYS = 45
FIRST_DAY = (40, 420)
STAYS = 0.86  # of the readers of the day before


def make(*, seed: int) -> None:
    """Count reads of everything that is public, the same each time for the same items."""
    today = timezone.localdate()
    counts = {}
    items = PublishedItem.objects.filter(state=ItemState.LIVE).order_by("published_at", "path")
    for public_id, path, published_at in items.values_list("public_id", "path", "published_at"):
        rng = random.Random(f"reads {seed} {path}")
        readers = float(rng.randint(*FIRST_DAY))
        first = timezone.localtime(published_at).date()
        for number in range(min(DAYS, (today - first).days + 1)):
            counts[public_id, first + timedelta(days=number)] = round(readers)
            readers *= STAYS * rng.uniform(0.9, 1.1)
    add_reads(counts)
