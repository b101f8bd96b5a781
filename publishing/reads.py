"""How often what is public was read. A number to be glad about, no evidence: see
``docs/features/reach.md``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from publishing.models import ItemReads


@dataclass(frozen=True, slots=True)
class MonthOfReads:
    """Reads within one month, named by its first day."""

    month: date
    count: int


def reads_of(public_id: UUID) -> int:
    """How often the item was read altogether. One query."""
    return ItemReads.objects.filter(public_id=public_id).aggregate(all=Sum("count"))["all"] or 0


def reads_of_row(public_id: str) -> Coalesce:
    """The same for each row of a query, whose column or path ``public_id`` names the item."""
    rows = ItemReads.objects.filter(public_id=OuterRef(public_id)).order_by()
    total = rows.values("public_id").annotate(total=Sum("count")).values("total")
    return Coalesce(Subquery(total), 0)


def reads_by_month(public_ids: QuerySet | Iterable[UUID], *, since: date) -> list[MonthOfReads]:
    """Reads of these items together, month by month from ``since`` on, oldest first; months
    without any are left out. One query."""
    rows = ItemReads.objects.filter(public_id__in=public_ids, day__gte=since)
    months = rows.annotate(month=TruncMonth("day")).values("month").annotate(total=Sum("count"))
    return [MonthOfReads(row["month"], row["total"]) for row in months.order_by("month")]
