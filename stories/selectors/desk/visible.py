"""Which reports somebody sees on the desk at all."""

from __future__ import annotations

from django.db.models import QuerySet

from cms.base.sql import Constant, Unsought
from cms.places.models import Unit
from cms.places.selectors import within
from stories.models import Report, ReportState
from stories.permissions import desk_scope

OPEN_STATES = (ReportState.SUBMITTED, ReportState.CLAIMED)
# As constants, so that the indexes of open reports answer in SQLite too.
OPEN_IN_SQL = [Constant(state.value) for state in OPEN_STATES]
# A Polda's and the nation's reports are found in the order asked for, those of the units below
# among all the others by their unit.
WIDE = 2 * Unit.steplen


def visible_to(user) -> QuerySet[Report]:
    """Every report that was sent, in the units where ``user`` reads the desk."""
    if user.is_superuser:
        return Report.objects.exclude(state=ReportState.DRAFT)
    # By the state, not by its opposite, wherever one is asked for: an index answers then.
    return Report.objects.filter(desk_scope(user).q()).exclude(state=ReportState.DRAFT)


def in_order(user, *, below: str = "") -> QuerySet[Report]:
    """The same reports (only those of the unit path ``below``, if any), to be read in the order of
    an index."""
    scope = desk_scope(user)
    reports = below_in_order(below) if below else _readable()
    if not user.is_superuser:
        is_narrow = not below and all(len(path) > WIDE for path in scope.paths)
        reports = reports.filter(scope.q("unit_path" if is_narrow else "read_path"))
    return reports.exclude(state=ReportState.DRAFT)


def below_in_order(unit_path: str) -> QuerySet[Report]:
    """Every report of the unit at ``unit_path`` and all below it, to be read likewise."""
    field = "unit_path" if len(unit_path) > WIDE else "read_path"
    return _readable().filter(within(field, unit_path))


def _readable() -> QuerySet[Report]:
    return Report.objects.alias(read_path=Unsought("unit_path"))
