"""Which reports somebody sees on the desk at all."""

from __future__ import annotations

from django.db.models import QuerySet

from stories.models import Report, ReportState
from stories.permissions import desk_scope


def visible_to(user) -> QuerySet[Report]:
    """Every report that was sent, in the units where ``user`` reads the desk."""
    if user.is_superuser:
        return Report.objects.exclude(state=ReportState.DRAFT)
    # By the state, not by its opposite, wherever one is asked for: an index answers then.
    return Report.objects.filter(desk_scope(user).q()).exclude(state=ReportState.DRAFT)
