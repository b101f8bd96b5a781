"""Places and units in the public API."""

from __future__ import annotations

from datetime import date
from typing import Literal

import orjson
from django.http import Http404
from ninja import Query, Router
from pydantic import Field

from cms.base.api.answering import READ, as_asked, open_answer, page_body
from cms.base.api.asking import check
from cms.base.api.schemas import Exact, Listed, Paging, answers
from cms.base.cursors import Page, paginate
from cms.places.models import REGION_CODE, Level, Region, Unit, UnitLevel
from cms.places.selectors import inside_area, place_document, search_regions, unit_documents

router = Router()
FACTS = ("code", "level", "name", "kind", "place_line", "retired_on")
LEVELS = Literal["province", "regency", "district", "village"]
UNIT_LEVELS = Literal["mabes", "polda", "polres", "polsek"]
FOUND_AT_MOST = 50
TAGS = ["places"]


class PlaceDocument(Exact):
    """A province, regency, district or village, by Kemendagri's code."""

    code: str = Field(examples=["32.01.01.1001"])
    level: LEVELS
    name: str
    full_name: str
    line: str
    parent: str | None
    retired_on: date | None


class PlaceList(Listed):
    """A page of places, by code; with `q` the likeliest first, on one page."""

    places: list[PlaceDocument]


class PlaceFilter(Paging):
    """What a list of places may be narrowed by."""

    level: LEVELS | None = None
    parent: str | None = Field(
        None, pattern=REGION_CODE, description="Code of the area around.", examples=["32.01"]
    )
    q: str | None = Field(
        None,
        min_length=2,
        max_length=80,
        description="The beginning of a name, then words of areas around it; at most 50 are found.",
        examples=["pondok rajeg bogor"],
    )


class UnitDocument(Exact):
    """A police unit."""

    code: str = Field(examples=["POLRES-3201"])
    level: UNIT_LEVELS
    name: str
    parent: str | None
    region: str | None


class UnitList(Listed):
    """A page of units, each after the one above it."""

    units: list[UnitDocument]


class UnitFilter(Paging):
    """What a list of units may be narrowed by."""

    level: UNIT_LEVELS | None = None
    parent: str | None = Field(
        None,
        max_length=20,
        pattern=r"^[A-Za-z0-9.-]+$",
        description="Code of a unit: all below it.",
        examples=["POLDA-32"],
    )
    q: str | None = Field(
        None, min_length=2, max_length=80, description="Parts of the name.", examples=["bogor"]
    )


@router.api_operation(
    READ, "/places/", summary="Places by code or by name", tags=["places"],
    response=answers(PlaceList),
)  # fmt: skip
def list_places(request, filters: Query[PlaceFilter]):
    """Provinces, regencies, districts and villages in force. With `q` they are searched."""
    check(request, PlaceFilter)
    levels = (Level[filters.level.upper()],) if filters.level else tuple(Level)
    if filters.q:
        found = search_regions(filters.q, levels=levels, limit=min(filters.limit, FOUND_AT_MOST))
        inside = f"{filters.parent}." if filters.parent else ""
        rows = [
            {name: getattr(region, name) for name in FACTS}
            for region in found
            if region.code.startswith(inside)
        ]
        page = Page(rows, None)
    else:
        regions = Region.objects.filter(retired_on=None, level__in=levels)
        if filters.parent:
            regions = regions.filter(inside_area("code", filters.parent))
        page = paginate(
            regions.values(*FACTS), ordering=("code",), cursor=filters.cursor, limit=filters.limit
        )
    documents = (orjson.dumps(place_document(row)) for row in page.rows)
    return open_answer(
        request, page_body(as_asked(request), "places", documents, page=page), tags=TAGS
    )


@router.api_operation(
    READ, "/places/{code}/", summary="One place", tags=["places"],
    response=answers(PlaceDocument, 404),
)  # fmt: skip
def get_place(request, code: str):
    """The area with this code, also one that is no longer in force."""
    check(request)
    row = Region.objects.filter(code=code.replace("\x00", "")[:13]).values(*FACTS).first()
    if row is None or row["code"] != code:
        raise Http404
    return open_answer(request, orjson.dumps(place_document(row)), tags=TAGS)


@router.api_operation(
    READ, "/units/", summary="Police units", tags=["units"], response=answers(UnitList)
)
def list_units(request, filters: Query[UnitFilter]):
    """Active units, from Mabes down; each after the one above it."""
    check(request, UnitFilter)
    units = Unit.objects.filter(is_active=True)
    if filters.level:
        units = units.filter(level=UnitLevel(filters.level))
    if filters.parent:
        above = Unit.objects.filter(code=filters.parent).values("path")[:1]
        units = units.filter(path__startswith=above).exclude(code=filters.parent)
    for word in (filters.q or "").split()[:4]:
        units = units.filter(name__icontains=word)
    page = paginate(
        unit_documents(units), ordering=("path",), cursor=filters.cursor, limit=filters.limit
    )
    documents = (orjson.dumps(_unit(row)) for row in page.rows)
    return open_answer(
        request, page_body(as_asked(request), "units", documents, page=page), tags=["units"]
    )


@router.api_operation(
    READ, "/units/{code}/", summary="One unit", tags=["units"],
    response=answers(UnitDocument, 404),
)  # fmt: skip
def get_unit(request, code: str):
    """The unit with this code."""
    check(request)
    units = Unit.objects.filter(is_active=True, code=code.replace("\x00", "")[:20])
    row = unit_documents(units).first()
    if row is None or row["code"] != code:
        raise Http404
    return open_answer(request, orjson.dumps(_unit(row)), tags=["units"])


def _unit(row: dict) -> dict:
    return {name: row[name] for name in ("code", "level", "name", "parent")} | {
        "region": row["region__code"]
    }
