"""Reports whose time is over: the desk's staff are told once, whatever dies in between."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.models import User
from cms.people.models import RoleAssignment
from cms.people.services.notices import notify
from cms.places.models import Unit
from stories.models import Report
from stories.permissions import DESK_WORKERS
from stories.selectors.desk.visible import OPEN_IN_SQL
from stories.services.desk.holding import desk_path

AT_ONCE = 500


@dataclass(slots=True)
class _Told:
    """What one person is told in one go."""

    user: User
    reports: list[Report] = field(default_factory=list)


def tell_breaches(*, at_once: int = AT_ONCE) -> int:
    """Tell the desks about open reports that are late now; return how many reports that were.

    The mark on the report and the notices are one transaction: a process that dies leaves neither,
    and two at once never tell twice, since only one of them moves the mark. Many late reports of
    one desk make one notice.
    """
    with transaction.atomic():
        now = timezone.now()
        untold = Report.objects.filter(
            state__in=OPEN_IN_SQL, due_at__lte=now, breach_told_at__isnull=True
        )
        ids = list(untold.order_by("due_at").values_list("pk", flat=True)[:at_once])
        if not ids:
            return 0
        # Locked in one order; whoever waited here finds them told.
        won = list(
            Report.objects.select_for_update(of=("self",))
            .select_related("claimed_by")
            .filter(pk__in=ids, state__in=OPEN_IN_SQL, breach_told_at__isnull=True)
            .order_by("pk")
            .defer("text")
        )
        # changed_at moves, so that open lists show the mark.
        Report.objects.filter(pk__in=[r.pk for r in won]).update(breach_told_at=now, changed_at=now)
        for told in _whom(won).values():
            _tell(told)
    return len(won)


def _whom(reports: list[Report]) -> dict[int, _Told]:
    """Each person with the late reports to hear of: the staff of the nearest desk above the
    report that has any, and whoever holds it. Two queries."""
    paths = {path for report in reports for path in _above(report.unit_path)}
    staff: dict[str, list[User]] = defaultdict(list)
    held = RoleAssignment.objects.filter(
        role__in=DESK_WORKERS, unit__path__in=paths, user__is_active=True
    ).select_related("user", "unit")
    for assignment in held:
        staff[assignment.unit.path].append(assignment.user)
    found: dict[int, _Told] = {}
    for report in reports:
        nearest = next((path for path in _above(report.unit_path) if path in staff), "")
        people = {user.pk: user for user in staff.get(nearest, ())}
        if report.claimed_by and report.claimed_by.is_active:
            people[report.claimed_by_id] = report.claimed_by
        for pk, user in people.items():
            found.setdefault(pk, _Told(user)).reports.append(report)
    return found


def _above(unit_path: str) -> list[str]:
    """The paths of a unit and all above it, nearest first."""
    return [unit_path[:end] for end in range(len(unit_path), 0, -Unit.steplen)]


def _tell(told: _Told) -> None:
    first = told.reports[0]
    if len(told.reports) == 1:
        notify(
            user=told.user,
            text=lambda: _("Laporan “%(title)s” melewati batas waktunya.") % {"title": first.title},
            path=desk_path(first),
        )
        return
    count = len(told.reports)
    notify(
        user=told.user,
        text=lambda: (
            ngettext(
                "%(count)s laporan melewati batas waktunya.",
                "%(count)s laporan melewati batas waktunya.",
                count,
            )
            % {"count": count}
        ),
        path="/admin/meja/?due=late&sort=due",
    )
