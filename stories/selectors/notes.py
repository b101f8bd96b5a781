"""Reading the library of ready-made notes."""

from __future__ import annotations

from django.db.models import Case, Q, QuerySet, Value, When

from cms.places.models import Unit
from stories.models import CoachingNote, Report
from stories.permissions import desk_scope

MOST_OFFERED = 60


def notes_of_units_above(unit_path: str) -> QuerySet[CoachingNote]:
    """Everybody's notes, and those of the unit at ``unit_path`` and of the units above it."""
    step = Unit.steplen
    paths = [unit_path[:end] for end in range(step, len(unit_path) + 1, step)]
    return CoachingNote.objects.filter(Q(unit=None) | Q(unit__path__in=paths))


def notes_for(report: Report) -> list[CoachingNote]:
    """What may be offered for ``report``: of its activity first, then the most used. One query."""
    notes = notes_of_units_above(report.unit_path).filter(
        Q(activity=None) | Q(activity_id=report.activity_id), is_active=True
    )
    fits = Case(When(activity=None, then=Value(1)), default=Value(0))
    return list(notes.order_by(fits, "-used_count", "title", "pk")[:MOST_OFFERED])


def notes_seen_by(user) -> QuerySet[CoachingNote]:
    """Everybody's notes, and those of the user's units, above and below."""
    notes = CoachingNote.objects.select_related("unit", "activity", "changed_by")
    if user.is_superuser:
        return notes
    scope = desk_scope(user)
    step = Unit.steplen
    above = {path[:end] for path in scope.paths for end in range(step, len(path) + 1, step)}
    return notes.filter(Q(unit=None) | Q(unit__path__in=above) | scope.q("unit__path"))
