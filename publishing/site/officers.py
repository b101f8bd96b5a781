"""Officers as the public may find them: active ones, public fields only."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from cms.media.models import Derivative
from cms.people.models import Officer, Posting
from cms.places.models import Level, Region

PUBLIC_FIELDS = (
    "public_id",
    "name",
    "slug",
    "rank",
    "public_phone",
    "bio",
    "unit__name",
    "portrait_id",
)
PORTRAIT_WIDTH = 320  # px: an avatar of 11 rem on a dense screen
VILLAGES_AT_MOST = 50


def _serving(prefix: str = "") -> Q:
    today = timezone.localdate()
    return Q(**{f"{prefix}begins_on__lte": today}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": today})
    )


def public_officers() -> QuerySet[Officer]:
    """Active officers with their unit and the villages they serve now (``now_serving``)."""
    postings = (
        Posting.objects.filter(_serving()).select_related("village").order_by("village__code")
    )
    return (
        Officer.objects.filter(is_active=True)
        .select_related("unit")
        .only(*PUBLIC_FIELDS)
        .prefetch_related(Prefetch("postings", queryset=postings, to_attr="now_serving"))
    )


def with_portraits(officers: Iterable[Officer]) -> list[Officer]:
    """``officers``, each with ``portrait_source``: the published portrait's file, or None.

    One query. A portrait that is not public is not shown: its address would answer to nobody.
    """
    officers = list(officers)
    wanted = [officer.portrait_id for officer in officers if officer.portrait_id]
    files: dict[int, list[Derivative]] = {}
    for row in Derivative.objects.filter(photo_id__in=wanted).exclude(public_file=""):
        files.setdefault(row.photo_id, []).append(row)
    for officer in officers:
        rows = sorted(
            files.get(officer.portrait_id, ()),
            key=lambda row: (row.width < PORTRAIT_WIDTH, row.width, row.content_type),
        )
        officer.portrait_source = (
            {"url": rows[0].public_file.url, "width": rows[0].width, "height": rows[0].height}
            if rows
            else None
        )
    return officers


def find_officers(query: str) -> QuerySet[Officer]:
    """Officers whose name holds ``query``, or who serve a village that begins with it."""
    officers = public_officers()
    if not query:
        return officers
    words = query.lower().split(",")[0].strip()
    villages = list(
        Region.objects.filter(
            level=Level.VILLAGE, search_key__startswith=words, retired_on=None
        ).values_list("id", flat=True)[:VILLAGES_AT_MOST]
    )
    serving = (
        Posting.objects.filter(_serving(), village_id__in=villages).values("officer_id")
        if villages
        else Posting.objects.none().values("officer_id")
    )
    return officers.filter(Q(name__icontains=query) | Q(id__in=serving))
