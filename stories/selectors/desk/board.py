"""The operations room's numbers: what came, what waits and what is late, by the units below one.

Only what a wall may show is read at all: no person's name, no words of a report, no picture.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Missing
from cms.places.models import Unit
from cms.places.selectors import within
from cms.places.zones import zone_of
from stories.models import Priority, Report, ReportState
from stories.permissions import desk_scope
from stories.selectors.desk.visible import OPEN_IN_SQL, below_in_order

FRESH_S = 4.0
KEPT_S = 60
COUNTING_S = 20
ARRIVALS = 10
ARRIVALS_WITHIN = timedelta(hours=24)


@dataclass(slots=True, kw_only=True)
class Tally:
    """The numbers of one unit with all below it. ``oldest_at`` is of what nobody has taken."""

    code: str = ""
    name: str = ""
    leads_further: bool = False
    today: int = 0
    waiting: int = 0
    oldest_at: datetime | None = None
    near: int = 0
    late: int = 0
    urgent: int = 0
    marked: int = 0

    def add(self, other: Tally) -> None:
        """Count ``other`` in."""
        for number in ("today", "waiting", "near", "late", "urgent", "marked"):
            setattr(self, number, getattr(self, number) + getattr(other, number))
        both = [moment for moment in (self.oldest_at, other.oldest_at) if moment]
        self.oldest_at = min(both, default=None)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One report that came: what, from where, when. ``village`` is empty where people of it must
    be protected: in a small village, the activity alone may tell who it is."""

    activity: str
    unit: str
    village: str
    at: datetime
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What the wall of a unit shows. ``tallies``: the units below it (and the unit itself where
    reports are its own), the most pressing first; none of a unit that has none below."""

    total: Tally
    tallies: list[Tally] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)


def watched_unit(user, code: str = "") -> Unit:
    """The unit named ``code``, or the highest where ``user`` reads the desk. One query beside the
    roles. Raises Missing when there is none; whether ``user`` may watch it is not asked here."""
    units = Unit.objects.select_related("region").filter(is_active=True)
    if code:
        found = units.filter(code=code.replace("\x00", "")).first()
    elif user.is_superuser:
        found = units.order_by("depth", "path").first()
    else:
        found = units.filter(path__in=desk_scope(user).paths).order_by("depth", "path").first()
    if found is None:
        raise Missing(_("Satuan itu tidak ada."))
    return found


def other_walls(user, watched: Unit) -> list[Unit]:
    """The highest units of ``user``'s, where one has several, but ``watched``. One query for
    whoever has several, else none."""
    paths = () if user.is_superuser else desk_scope(user).paths
    highest = [path for path in paths if not any(path.startswith(p) for p in paths if p != path)]
    if len(highest) < 2:
        return []
    units = Unit.objects.filter(is_active=True, path__in=highest).exclude(pk=watched.pk)
    return list(units.order_by("path"))


def board_zone(unit: Unit) -> str:
    """The zone on whose clock the wall of ``unit`` runs."""
    return zone_of(unit.region.code if unit.region else "")


def board_of(unit: Unit) -> Board:
    """The numbers of ``unit``, at most a few seconds old, for all who watch it.

    One counts, the others meanwhile get what was there before. No query from the cache, else
    those of :func:`count`.
    """
    key = f"board:1:{unit.pk}"
    kept = cache.get(key)
    if kept and time.time() - kept[0] < FRESH_S:
        return kept[1]
    if kept and not cache.add(f"{key}:counting", 1, COUNTING_S):
        return kept[1]
    began = time.time()
    board = count(unit)
    cache.set(key, (began, board), KEPT_S)
    cache.delete(f"{key}:counting")
    return board


def count(unit: Unit) -> Board:
    """Count now. Four queries, each down one index, however many reports there are."""
    tallies = _units_below(unit)
    here = tallies.setdefault(unit.path, Tally(code=unit.code, name=unit.name))
    step = len(unit.path) + Unit.steplen
    now = timezone.now()
    for row in _open_by_unit(unit, now):
        tally = tallies.get(row["unit_path"][:step], here)
        tally.add(Tally(**{name: row[name] for name in row if name != "unit_path"}))
    for path, today in _today_by_unit(unit, now):
        tallies.get(path[:step], here).today += today
    total = Tally(code=unit.code, name=unit.name)
    for tally in tallies.values():
        total.add(tally)
    if here == Tally(code=unit.code, name=unit.name) or len(tallies) == 1:
        del tallies[unit.path]
    return Board(total, sorted(tallies.values(), key=_pressing), _arrivals(unit, now))


def _units_below(unit: Unit) -> dict[str, Tally]:
    children = Unit.objects.filter(
        within("path", unit.path), depth=unit.depth + 1, is_active=True
    ).select_related("region")
    # A nation's wall speaks of provinces.
    by_province = unit.is_root()
    return {
        child.path: Tally(
            code=child.code,
            name=child.region.name if by_province and child.region else child.name,
            leads_further=True,
        )
        for child in children
    }


def _open_by_unit(unit: Unit, now: datetime) -> Iterable[dict]:
    waits = Q(state=ReportState.SUBMITTED)
    return (
        Report.objects.filter(within("unit_path", unit.path), state__in=OPEN_IN_SQL)
        .order_by()
        .values("unit_path")
        .annotate(
            waiting=Count("unit_path", filter=waits),
            oldest_at=Min("submitted_at", filter=waits),
            late=Count("unit_path", filter=Q(due_at__lt=now)),
            near=Count("unit_path", filter=Q(warn_at__lte=now, due_at__gte=now)),
            urgent=Count("unit_path", filter=Q(priority=Priority.URGENT)),
            marked=Count("unit_path", filter=~Q(protect_mark="")),
        )
    )


def _today_by_unit(unit: Unit, now: datetime) -> Iterable[tuple[str, int]]:
    midnight = now.astimezone(ZoneInfo(board_zone(unit))).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    came = below_in_order(unit.path).filter(submitted_at__gte=midnight)
    return came.order_by().values_list("unit_path").annotate(Count("unit_path"))


def _arrivals(unit: Unit, now: datetime) -> list[Arrival]:
    came = below_in_order(unit.path).filter(submitted_at__gte=now - ARRIVALS_WITHIN)
    shown = came.order_by("-submitted_at", "-id").values_list(
        "activity__name",
        "unit__name",
        "village__place_line",
        "submitted_at",
        "priority",
        "protect_mark",
    )[:ARRIVALS]
    return [
        Arrival(what, who, "" if mark else _village(line, unit), at, priority == Priority.URGENT)
        for what, who, line, at, priority, mark in shown
    ]


def _village(place_line: str, unit: Unit) -> str:
    """The village, and for whoever watches more than one regency its regency ("Kota Bogor", but
    "Bogor" of "Kabupaten Bogor"), out of "…, Kecamatan, Kabupaten, Provinsi"."""
    village, *above = place_line.split(", ")
    regency = [name.removeprefix("Kabupaten ") for name in above[1:2]]
    return ", ".join([village, *regency] if unit.depth <= 2 else [village])


def _pressing(tally: Tally) -> tuple:
    """What burns comes first: late, urgent, waiting long, much."""
    oldest = tally.oldest_at.timestamp() if tally.oldest_at else float("inf")
    return (-tally.late, -tally.urgent, -tally.waiting, oldest, -tally.today, tally.name)
