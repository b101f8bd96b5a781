"""A leader thanks an officer for a report."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Invalid
from cms.base.workflow import lock
from cms.people.models import Role, RoleAssignment
from stories.models import Commendation, Report, ReportState
from stories.permissions import may_commend
from stories.services.desk.drafts import forget_thanks_draft, require_unthanked
from stories.services.steps import tell_officer

TEXT_MIN = 10


@transaction.atomic
def commend(*, actor, report_id: UUID, text: str) -> Commendation:
    """Thank the officer of a report in one's units, once.

    Side effects: a notice to the officer, audit. Raises Refused, Missing, Conflict the second
    time, Invalid for less than 10 or more than 600 characters.
    """
    report = lock(
        Report.objects.select_related("officer__user").exclude(state=ReportState.DRAFT),
        pk=report_id,
    )
    may_commend(actor, report).require()
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not TEXT_MIN <= len(text) <= Commendation.TEXT_MAX:
        wrong = _("Tulis apresiasi Anda, %(min)s sampai %(max)s huruf.") % {
            "min": TEXT_MIN,
            "max": Commendation.TEXT_MAX,
        }
        raise Invalid(wrong, fields={"text": wrong})
    require_unthanked(actor, report)
    made = Commendation.objects.create(
        report=report,
        leader=actor,
        leader_name=str(actor)[:150],
        unit_name=_unit_name(actor, report),
        text=text,
    )
    forget_thanks_draft(actor, report)
    audit.append(
        actor=actor,
        verb="report.commend",
        target=report,
        data={"text": text},
        chain=report.audit_chain,
    )
    tell_officer(
        report,
        lambda: (
            _("%(who)s memberi apresiasi untuk laporan “%(title)s”.")
            % {"who": actor, "title": report.title}
        ),
    )
    return made


def _unit_name(actor, report: Report) -> str:
    """The unit that ``actor`` leads, nearest to the report."""
    led = RoleAssignment.objects.filter(user=actor, role=Role.LEADER).select_related("unit")
    names = {a.unit.path: a.unit.name for a in led if report.unit_path.startswith(a.unit.path)}
    return names[max(names, key=len)] if names else ""
