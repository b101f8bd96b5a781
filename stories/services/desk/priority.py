"""How soon the desk wants to deal with a report."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Invalid
from stories.models import Priority, Report
from stories.services.desk.holding import locked


@transaction.atomic
def set_priority(*, actor, report_id: UUID, priority: int) -> Report:
    """Set the priority of a report in the actor's units, whoever holds it. With audit."""
    if priority not in Priority.values:
        raise Invalid(_("Pilih prioritas dari daftar."))
    report = locked(actor, report_id)
    if report.priority != priority:
        before, report.priority = report.priority, priority
        report.save()
        audit.append(
            actor=actor,
            verb="report.priority",
            target=report,
            data={"before": before, "after": priority},
            chain=report.audit_chain,
        )
    return report
