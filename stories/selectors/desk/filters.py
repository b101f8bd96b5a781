"""Saved filters that somebody may use."""

from __future__ import annotations

from django.db.models import Q

from cms.places.models import Unit
from stories.models import SavedFilter
from stories.permissions import desk_scope


def filters_for(user) -> list[SavedFilter]:
    """One's own, and those of the desks of one's units and the units above. One query."""
    step = Unit.steplen
    above = {
        path[:end] for path in desk_scope(user).paths for end in range(step, len(path) + 1, step)
    }
    kept = SavedFilter.objects.filter(Q(owner=user, unit=None) | Q(unit__path__in=above))
    return list(kept.select_related("unit").order_by("unit_id", "name", "id")[:60])
