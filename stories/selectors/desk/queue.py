"""The desk's queue: what there is in a user's units, in the order asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.base import cursors
from cms.people.models import Officer
from cms.places.models import Unit
from cms.places.selectors import within
from stories.models import ANY_MARK, Report, ReportState
from stories.permissions import desk_scope
from stories.selectors.coming import with_coming
from stories.selectors.desk.visible import OPEN_IN_SQL, in_order, visible_to

PAGE_SIZE = 50
COLUMN_SIZE = 20
BADGE_MAX = 999
COLUMNS = (
    ReportState.SUBMITTED,
    ReportState.CLAIMED,
    ReportState.RETURNED,
    ReportState.ACCEPTED,
)
QUEUE_STATES = tuple(state for state in ReportState if state != ReportState.DRAFT)
OFFICERS_BY_NAME = 200
PRESSING_FRESH_S = 4
NEWEST = "newest"
ORDERS = {
    NEWEST: ("-submitted_at", "-id"),
    "oldest": ("submitted_at", "id"),
    "due": ("due_at", "id"),
    "priority": ("-priority", "due_at", "id"),
}
LATE, NEAR = "late", "near"
OPEN = "open"  # whatever waits for the desk, taken or not
POLRES_DEPTH = 3
POLRES_PATH_LENGTH = POLRES_DEPTH * Unit.steplen


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFilter:
    """What the editor asked for; empty means everything in their units that waits."""

    state: str = ReportState.SUBMITTED
    unit_path: str = ""
    activity_id: int | None = None
    priority: int | None = None
    mark: str = ""
    due: str = ""
    older_than_h: int | None = None
    mine: bool = False
    query: str = ""
    sort: str = NEWEST


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the column view: its newest reports, and whether there are more."""

    state: ReportState
    reports: list[Report]
    has_more: bool


def queue(user, wanted: DeskFilter, *, cursor: str | None, limit: int = PAGE_SIZE) -> cursors.Page:
    """One page of the queue in the state and order asked for.

    At most two queries. Raises Invalid for a foreign cursor.
    """
    return cursors.paginate(
        _shown(_narrowed(user, wanted)), ordering=ORDERS[wanted.sort], cursor=cursor, limit=limit
    )


def columns(user, wanted: DeskFilter) -> list[Column]:
    """The first reports of each column, in the order asked for. One query a column."""
    found = []
    for state in COLUMNS:
        page = queue(user, replace(wanted, state=state), cursor=None, limit=COLUMN_SIZE)
        found.append(Column(state, page.rows, page.next_cursor is not None))
    return found


def rows_now(
    user, ids: list[UUID], wanted: DeskFilter, *, in_columns: bool = False
) -> list[Report]:
    """These reports as they stand now, whatever their state, as far as ``user`` sees them.

    Each ``is_asked_for`` or not: what only stands on a later page by now is. One query.
    """
    asked_for = _narrowed(user, wanted, states=list(COLUMNS) if in_columns else None)
    found = _shown(visible_to(user).filter(pk__in=ids))
    return list(found.annotate(is_asked_for=Exists(asked_for.filter(pk=OuterRef("pk")))))


def _narrowed(user, wanted: DeskFilter, *, states: list | None = None) -> QuerySet[Report]:
    states = states or (OPEN_IN_SQL if wanted.state == OPEN else [wanted.state])
    reports = in_order(user, below=wanted.unit_path).filter(state__in=states)
    now = timezone.now()
    if wanted.activity_id:
        reports = reports.filter(activity_id=wanted.activity_id)
    if wanted.priority is not None:
        reports = reports.filter(priority=wanted.priority)
    if wanted.mark == ANY_MARK:
        reports = reports.exclude(protect_mark="")
    elif wanted.mark:
        reports = reports.filter(protect_mark=wanted.mark)
    if wanted.due == LATE:
        reports = reports.filter(due_at__lt=now)
    elif wanted.due == NEAR:
        reports = reports.filter(warn_at__lte=now, due_at__gte=now)
    if wanted.older_than_h:
        reports = reports.filter(submitted_at__lt=now - timedelta(hours=wanted.older_than_h))
    if wanted.mine:
        reports = reports.filter(claimed_by=user)
    if wanted.query:
        reports = reports.filter(_matching(wanted.query))
    return reports


def _shown(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With all that a row shows."""
    shown = reports.select_related("officer", "unit", "village", "activity", "claimed_by")
    return with_coming(shown).defer("text", "rewritten_text")


def _matching(query: str) -> Q:
    """Title or officer's name. Few of a name are looked up first: the index then answers the rest.
    Of a common name all are asked for, whichever unit is theirs by now."""
    officers = Officer.objects.filter(name__icontains=query).order_by().values("pk")
    few = list(officers.values_list("pk", flat=True)[: OFFICERS_BY_NAME + 1])
    of_that_name = few if len(few) <= OFFICERS_BY_NAME else officers
    return Q(title__icontains=query) | Q(officer_id__in=of_that_name)


def waiting_count(user) -> int:
    """How many reports wait in the user's units; counting stops at 1,000. One query."""
    waiting = visible_to(user).filter(state=ReportState.SUBMITTED).order_by()
    return waiting.values("pk")[: BADGE_MAX + 1].count()


def pressing(user) -> tuple[int, int]:
    """How many open reports are late, and how many will be soon: all of them, as on the wall.

    One query, down the index of what is counted of open reports. Side effect: kept a few seconds
    for :func:`pressing_lately`.
    """
    now = timezone.now()
    is_open = Report.objects.filter(state__in=OPEN_IN_SQL)
    if not user.is_superuser:
        is_open = is_open.filter(desk_scope(user).q())
    found = is_open.order_by().aggregate(
        late=Count("unit_path", filter=Q(due_at__lt=now)),
        near=Count("unit_path", filter=Q(warn_at__lte=now, due_at__gte=now)),
    )
    counted = found["late"], found["near"]
    cache.set(_pressing_key(user), counted, PRESSING_FRESH_S)
    return counted


def pressing_lately(user) -> tuple[int, int]:
    """The same, at most a few seconds old, for all who look for news of the same units."""
    return cache.get(_pressing_key(user)) or pressing(user)


def _pressing_key(user) -> str:
    of = "all" if user.is_superuser else " ".join(desk_scope(user).paths)
    return f"desk-pressing:1:{hashlib.sha256(of.encode()).hexdigest()[:32]}"


def units_in_scope(user, *, chosen: str = "", limit: int = 1_000) -> list[Unit]:
    """Units to filter the queue by: the user's own and all below, down to Polres; Polsek too, of
    the user's own Polres and of the one that ``chosen`` (a path) is or lies in. One query, and one
    for the user's roles."""
    units = Unit.objects.filter(is_active=True)
    shown = Q(depth__lte=POLRES_DEPTH)
    own = () if user.is_superuser else desk_scope(user).paths
    for path in (*own, chosen[:POLRES_PATH_LENGTH]):
        if len(path) >= POLRES_PATH_LENGTH:
            shown |= within("path", path)
    if not user.is_superuser:
        shown &= desk_scope(user).q("path")
    return list(units.filter(shown).order_by("path")[:limit])
