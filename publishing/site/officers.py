"""Officers as the public may find them: active ones, public fields only."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Case, Prefetch, Q, QuerySet, When

from cms.people.directory import serving_today
from cms.people.models import Officer, Posting
from cms.people.selectors import portrait_source
from cms.places.models import Region
from cms.places.selectors import search_villages

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
VILLAGES_AT_MOST = 20
VILLAGES_NAMED = 3


def public_officers(*, villages_first: Collection[int] = ()) -> QuerySet[Officer]:
    """Active officers with their unit and the villages they serve now (``now_serving``), those that
    were asked for before the others: a card shows the first ones only."""
    asked_for = Case(When(village_id__in=villages_first, then=0), default=1)
    postings = (
        Posting.objects.filter(serving_today())
        .select_related("village")
        .order_by(asked_for, "village__code")
    )
    return (
        Officer.objects.filter(is_active=True)
        .select_related("unit")
        .only(*PUBLIC_FIELDS)
        .prefetch_related(
            Prefetch("postings", queryset=postings, to_attr="now_serving"),
            "portrait__derivatives",
        )
    )


def with_portraits(officers: Iterable[Officer]) -> list[Officer]:
    """``officers``, each with ``portrait_source``: the public portrait's file, or None."""
    officers = list(officers)
    for officer in officers:
        officer.portrait_source = portrait_source(officer)
    return officers


def villages_meant(query: str) -> list[Region]:
    """The few villages that ``query`` most likely means, whether anybody serves them or not."""
    return search_villages(query, limit=VILLAGES_NAMED) if query else []


def find_officers(query: str) -> QuerySet[Officer]:
    """Officers whose name holds ``query``, or who serve a village that it may mean."""
    if not query:
        return public_officers()
    villages = [village.pk for village in search_villages(query, limit=VILLAGES_AT_MOST)]
    officers = public_officers(villages_first=villages)
    serving = Posting.objects.filter(serving_today(), village_id__in=villages).values("officer_id")
    return officers.filter(Q(name__icontains=query) | Q(id__in=serving))
