"""Who holds a report: take it, let go, give it to a colleague, take it over."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.people.models import RoleAssignment
from cms.people.services.notices import notify
from stories.models import Report, ReportState
from stories.permissions import DESK_WORKERS, may_work_on
from stories.services.steps import take_step


@transaction.atomic
def claim(*, actor, report_id: UUID) -> Report:
    """Take a waiting report so that nobody else works on it; again by its holder changes nothing.

    Raises Refused outside the actor's units, Conflict naming the holder when somebody else has it.
    """
    report = locked(actor, report_id)
    if report.state == ReportState.CLAIMED:
        require_holder(actor, report)
        return report
    take_step(actor=actor, report=report, event="claim", note=_desk_name(actor, report))
    _give(report, actor)
    return report


@transaction.atomic
def release_claim(*, actor, report_id: UUID) -> Report:
    """Put a report back into the queue. Raises Conflict unless the actor holds it."""
    report = hold(actor=actor, report_id=report_id)
    take_step(actor=actor, report=report, event="release_claim")
    report.save()
    return report


@transaction.atomic
def assign(*, actor, report_id: UUID, colleague_id: int) -> Report:
    """Give a waiting report, or one that ``actor`` holds, to a colleague who may work on it.

    Side effect: a notice to the colleague. Raises Invalid for somebody who may not, Conflict when
    a third person holds it.
    """
    report = locked(actor, report_id)
    colleague = User.objects.filter(pk=colleague_id, is_active=True).first()
    if colleague is None or not may_work_on(colleague, report):
        raise Invalid(_("Pilih rekan yang bertugas di meja redaksi satuan laporan ini."))
    if colleague == actor:
        return claim(actor=actor, report_id=report_id)
    if report.state == ReportState.CLAIMED:
        require_holder(actor, report)
    is_held = report.state == ReportState.CLAIMED
    take_step(
        actor=actor,
        report=report,
        event="hand_over" if is_held else "assign",
        note="" if is_held else _desk_name(colleague, report),
        data={"to": colleague.pk},
    )
    _give(report, colleague)
    notify(
        user=colleague,
        text=lambda: (
            _("%(who)s menyerahkan laporan “%(title)s” kepada Anda.")
            % {"who": actor, "title": report.title}
        ),
        path=desk_path(report),
    )
    return report


@transaction.atomic
def take_over(*, actor, report_id: UUID, holder_id: int) -> Report:
    """Take a report from ``holder_id``, who was seen holding it.

    What the former holder typed stays, for both to read. Side effect: a notice to them at once.
    Raises Conflict when somebody else holds it by now, or nobody.
    """
    report = locked(actor, report_id)
    if report.state != ReportState.CLAIMED:
        raise not_held(report)
    if report.claimed_by == actor:
        return report
    if report.claimed_by_id != holder_id:
        raise held_by_another(report)
    former = report.claimed_by
    take_step(actor=actor, report=report, event="take_over", data={"from": former.pk})
    _give(report, actor)
    notify(
        user=former,
        text=lambda: (
            _("%(who)s mengambil alih laporan “%(title)s”. Tulisan Anda tersimpan di sana.")
            % {"who": actor, "title": report.title}
        ),
        path=desk_path(report),
    )
    return report


def hold(*, actor, report_id: UUID) -> Report:
    """The locked report, held by ``actor``: for services that go on from here.

    Raises Refused, Missing or Conflict. Must be called inside a transaction.
    """
    report = locked(actor, report_id)
    require_holder(actor, report)
    return report


def locked(actor, report_id: UUID) -> Report:
    """A report that was sent, locked, on which ``actor`` may work. Raises Missing, Refused."""
    report = lock(
        Report.objects.select_related("officer__user", "claimed_by").exclude(
            state=ReportState.DRAFT
        ),
        pk=report_id,
    )
    may_work_on(actor, report).require()
    return report


def require_holder(actor, report: Report) -> None:
    """Raises Conflict, in words, unless ``actor`` holds ``report``."""
    if report.state != ReportState.CLAIMED:
        raise not_held(report)
    if report.claimed_by_id != actor.pk:
        raise held_by_another(report)


def not_held(report: Report) -> Conflict:
    """What to say when nobody holds ``report``."""
    return Conflict(
        _("Ambil dulu laporan ini. Statusnya sekarang “%(state)s”.")
        % {"state": report.get_state_display()}
    )


def held_by_another(report: Report) -> Conflict:
    """What to say when somebody else holds ``report``."""
    return Conflict(_("Laporan ini sedang dikerjakan %(holder)s.") % {"holder": report.claimed_by})


def desk_path(report: Report) -> str:
    """Where the desk reads ``report``."""
    return f"/admin/meja/{report.pk}/"


def _give(report: Report, user) -> None:
    report.claimed_by, report.claimed_at = user, timezone.now()
    report.save()


def _desk_name(actor, report: Report) -> str:
    """The unit for which ``actor`` reads this report, nearest to it; the officer sees the name."""
    held = RoleAssignment.objects.filter(user=actor, role__in=DESK_WORKERS).select_related("unit")
    names = {a.unit.path: a.unit.name for a in held if report.unit_path.startswith(a.unit.path)}
    return names[max(names, key=len)] if names else ""
