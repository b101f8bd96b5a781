"""Saved filters that somebody may use."""

from __future__ import annotations

from django.db.models import F, Q

from cms.places.models import Unit
from stories.models import SavedFilter
from stories.permissions import desk_scope

MOST = 200


def filters_for(user) -> list[SavedFilter]:
    """One's own first, then those of the desks of one's units and the units above, at most
    :data:`MOST`. One query."""
    step = Unit.steplen
    above = {
        path[:end] for path in desk_scope(user).paths for end in range(step, len(path) + 1, step)
    }
    kept = SavedFilter.objects.filter(Q(owner=user, unit=None) | Q(unit__path__in=above))
    # Databases do not agree on where what has no unit stands.
    own_first = F("unit_id").asc(nulls_first=True)
    return list(kept.select_related("unit").order_by(own_first, "name", "id")[:MOST])
