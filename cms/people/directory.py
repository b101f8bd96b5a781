"""Officers as anybody may look them up: active ones, public fields only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from cms.base.addresses import absolute
from cms.media.models import Derivative
from cms.people.models import Officer, Posting, Rank
from cms.people.selectors import officer_path
from cms.places.models import Unit

INCLUDED_AT_MOST = 200
_FILE = Derivative._meta.get_field("public_file")


def serving_today(prefix: str = "") -> Q:
    """Postings (or rows with postings under ``prefix``) that are in force today."""
    today = timezone.localdate()
    return Q(**{f"{prefix}begins_on__lte": today}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": today})
    )


def listed_officers(
    *, words: str = "", unit: str = "", region: str = "", rank: str = ""
) -> QuerySet[Officer]:
    """Active officers whose name holds all ``words``, of the unit with code ``unit`` or below it,
    who serve in the area with code ``region``."""
    officers = Officer.objects.filter(is_active=True)
    for word in words.split()[:4]:
        officers = officers.filter(name__icontains=word)
    if unit:
        # A path that begins with the unit's own is the unit's or below.
        above = Unit.objects.filter(code=unit).values("path")[:1]
        officers = officers.filter(unit__path__startswith=Subquery(above))
    if region:
        inside = Q(village__code=region) | Q(village__code__startswith=f"{region}.")
        serving = Posting.objects.filter(inside & serving_today())
        officers = officers.filter(pk__in=serving.values("officer_id"))
    if rank:
        officers = officers.filter(rank=rank)
    return officers


def officers_by_public_id(public_ids: Collection[str]) -> list[dict[str, Any]]:
    """The API's documents of the active officers among ``public_ids`` (a bounded number of them),
    by name. One query."""
    wanted = sorted(public_ids)[:INCLUDED_AT_MOST]
    if not wanted:
        return []
    return documents(Officer.objects.filter(is_active=True, public_id__in=wanted))


def documents(officers: QuerySet[Officer]) -> list[dict[str, Any]]:
    """The API's documents of ``officers``, by name. One query: a row for each village."""
    smallest = (
        Derivative.objects.filter(photo=OuterRef("portrait"))
        .exclude(public_file="")
        .order_by("width", "content_type")
        .values(
            found=JSONObject(
                name="public_file",
                content_type="content_type",
                width="width",
                height="height",
                byte_count="byte_count",
            )
        )[:1]
    )
    rows = (
        officers.annotate(
            now=FilteredRelation("postings", condition=serving_today("postings__"))
        )
        .order_by("name", "id", F("now__village__code").asc(nulls_last=True))
        .values(
            "id", "public_id", "name", "slug", "rank", "bio", "public_phone", "unit__code",
            "unit__name", "now__village__code", "now__village__name", "now__village__place_line",
            picture=Subquery(smallest),
        )
    )  # fmt: skip
    return _grouped(rows)


def _grouped(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        officer = found.get(row["id"])
        if officer is None:
            officer = found[row["id"]] = _document(row)
        if row["now__village__code"]:
            officer["villages"].append(
                {
                    "code": row["now__village__code"],
                    "name": row["now__village__name"],
                    "line": row["now__village__place_line"],
                }
            )
    return list(found.values())


def _document(row: dict[str, Any]) -> dict[str, Any]:
    picture = row["picture"]
    if picture:
        url = _FILE.storage.url(picture.pop("name"))
        picture = {"url": absolute(url), **picture}
    path = officer_path(Officer(slug=row["slug"]))
    return {
        "id": str(row["public_id"]),
        "name": row["name"],
        "rank": Rank(row["rank"]).label,
        "url": absolute(path),
        "bio": row["bio"],
        "public_phone": row["public_phone"],
        "unit": {"code": row["unit__code"], "name": row["unit__name"]},
        "villages": [],
        "portrait": picture,
    }
