"""Colleagues of the desk, and who has what open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.people.models import RoleAssignment
from cms.places.models import Unit
from stories.models import DeskPresence, Report
from stories.permissions import DESK_WORKERS, desk_scope

BEAT_S = 10
HERE_FOR = timedelta(seconds=3.5 * BEAT_S)
MOST_COLLEAGUES = 100
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The first colleagues by name, and whether there are more to be searched for."""

    users: list[User]
    has_more: bool = False

    def __iter__(self) -> Iterator[User]:
        return iter(self.users)


def who_is_here(report_ids: Iterable[UUID], *, but: User | None = None) -> dict[UUID, list[User]]:
    """For each report the people whose page of it is open, by name. One query."""
    here = DeskPresence.objects.filter(
        report_id__in=list(report_ids), seen_at__gte=timezone.now() - HERE_FOR
    ).select_related("user")
    found: dict[UUID, list[User]] = defaultdict(list)
    for presence in here.order_by("user__first_name", "user_id"):
        if but is None or presence.user_id != but.pk:
            found[presence.report_id].append(presence.user)
    return found


def here_text(users: list[User]) -> str:
    """Who else has the page of a report open, as it is said there; always a line, so that nothing
    moves when somebody comes."""
    if not users:
        return _("Hanya Anda yang membuka laporan ini.")
    names = ", ".join(str(user) for user in users)
    return _("%(names)s juga membuka laporan ini.") % {"names": names}


def who_else_is_here(report: Report, user: User) -> str:
    """The sentence of `here_text` for ``user``, who opens ``report``. One query."""
    return here_text(who_is_here([report.pk], but=user).get(report.pk, []))


def colleagues_for(report: Report, *, name: str = "") -> Colleagues:
    """Whoever may work on ``report`` and has the words of ``name`` in theirs. One query."""
    step = Unit.steplen
    above = [report.unit_path[:end] for end in range(step, len(report.unit_path) + 1, step)]
    return _workers(Q(role_assignments__unit__path__in=above), name)


def colleagues_of(user, *, name: str = "") -> Colleagues:
    """Whoever works at the desks of the user's units, and of those above and below, and has the
    words of ``name`` in theirs. One query."""
    paths = desk_scope(user).paths
    step = Unit.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    below = RoleAssignment.objects.filter(desk_scope(user).q("unit__path"))
    return _workers(
        Q(role_assignments__unit__path__in=above) | Q(role_assignments__in=below)
        if not user.is_superuser
        else Q(),
        name,
    )


def _workers(where: Q, name: str) -> Colleagues:
    users = User.objects.filter(where, role_assignments__role__in=DESK_WORKERS, is_active=True)
    for word in name.replace("\x00", "").split()[:MOST_WORDS]:
        users = users.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(username__icontains=word)
        )
    by_name = users.distinct().order_by("first_name", "last_name", "pk")
    found = list(by_name[: MOST_COLLEAGUES + 1])
    return Colleagues(found[:MOST_COLLEAGUES], len(found) > MOST_COLLEAGUES)
