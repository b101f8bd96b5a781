"""What a subscription asks for, compared with an item's cache tags. Pure: no framework in here.

A filter maps a name to the values it accepts; an item must match every name by at least one value.
Units and areas match by code, and an item carries the codes of everything above it: "unit and
below" is one comparison.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

NAMES = ("kind", "programme", "activity", "province", "regency", "unit", "topic")


def matches(filters: Mapping[str, Collection[str]], tags: Collection[str]) -> bool:
    """Whether an item with ``tags`` is what ``filters`` ask for; no filter asks for everything."""
    return all(
        any(f"{name}-{value}" in tags for value in values) for name, values in filters.items()
    )


def listens(events: Collection[str], event: str) -> bool:
    """Whether a list of wished events holds ``event``; an empty list wishes for all."""
    return not events or event in events
