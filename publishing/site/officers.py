"""Officers as the public may find them: active ones, public fields only."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

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
