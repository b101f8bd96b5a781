"""Reading of places and units."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Length, Substr

from cms.places.models import Level, Region, RegionTerm, Unit, UnitLevel
from cms.places.naming import PlaceNames, after_prefix, query_words, with_kind

__all__ = [
    "PlaceNames",
    "ancestors",
    "inside_area",
    "place_names",
    "search_regions",
    "search_villages",
    "village_by_code",
    "within",
]

MOST_RESULTS = 50
# A prefix this short fits thousands of names: only names that begin with it are looked at.
_SHORT = 3
# A village is found by each of its words; this many hits hold enough different villages.
_HITS_A_RESULT = 3
_CODE_LENGTHS = {Level.PROVINCE: 2, Level.REGENCY: 5, Level.DISTRICT: 8}
_VILLAGE_CODE = re.compile(r"[0-9.]{13}")
_AREAS = tuple(_CODE_LENGTHS)


def within(field: str, path: str) -> Q:
    """Rows whose ``field`` holds the unit path ``path`` or one below it, as an index range.

    The upper bound is the next sibling's path, so that it holds in any database collation.
    """
    return Q(**{f"{field}__gte": path, f"{field}__lt": Unit.path_after(path)})


def inside_area(field: str, code: str) -> Q:
    """Rows whose ``field`` holds the code of an area within the area ``code``, as an index range;
    nothing for what is no code of an area around others.

    The bounds are whole codes, with their dots where all codes have them: so they hold in a
    database collation that skips dots as well (those of glibc do).
    """
    if len(code) not in _CODE_LENGTHS.values():
        return Q(pk__in=[])
    first, last = (code + ends[len(code) :] for ends in ("00.00.00.0000", "99.99.99.9999"))
    return Q(**{f"{field}__gte": first, f"{field}__lte": last})


def search_villages(
    query: str, *, limit: int = 10, near_unit_path: str | None = None
) -> list[Region]:
    """Up to ``limit`` villages in force that ``query`` may mean, the likeliest first.

    ``query`` is what was typed so far: the beginning of a name, or of one of its words, and after
    it words of the areas above ("pondok rajeg bogor"); case, accents, punctuation, spaces and a
    leading "desa" or "kelurahan" do not matter. Villages within the region of the unit at
    ``near_unit_path`` come first, then those of its regency, then of its province. Two queries,
    three with a unit; an empty query finds nothing.
    """
    near = ""
    if near_unit_path:
        near = (
            Unit.objects.filter(path=near_unit_path).values_list("region__code", flat=True).first()
        )
    return search_regions(query, levels=(Level.VILLAGE,), limit=limit, near_code=near or "")


def search_regions(
    query: str, *, levels: Iterable[Level] = tuple(Level), limit: int = 10, near_code: str = ""
) -> list[Region]:
    """Like :func:`search_villages`, for areas of ``levels``; first those below ``near_code``, then
    those below the areas above it."""
    limit = max(1, min(limit, MOST_RESULTS))
    parts = query_words(query)
    if not parts:
        return []
    hits = _hits(parts, levels, near_code)[: limit * _HITS_A_RESULT]
    ids = list(dict.fromkeys(hit[0] for hit in hits))[:limit]
    found = Region.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _hits(parts: list[str], levels: Iterable[Level], near_code: str):
    """Region ids by rank: the first words are the name, the others name areas above it.

    One UNION over the ways to read the words, since each then runs down the index.
    """
    terms = RegionTerm.objects.filter(level__in=[int(level) for level in levels])
    readings = []
    for number, count in enumerate(range(len(parts), 0, -1)):
        reading = terms.filter(_begins("".join(parts[:count])))
        if count < len(parts):
            reading = reading.annotate(
                district=Substr("code", 1, 8),
                regency=Substr("code", 1, 5),
                province=Substr("code", 1, 2),
            )
        for word in parts[count:]:
            reading = reading.filter(_below_area(word))
        reading = reading.annotate(far=_distance(near_code), reading=Value(number))
        readings.append(reading.values_list("region_id", "far", "reading", "inner", "term", "code"))
    if len(readings) == 1:
        order = ("far", "inner", "term", "code") if near_code else ("inner", "term", "code")
        return readings[0].order_by(*order)
    union = readings[0].union(*readings[1:], all=True)
    return union.order_by("far", "reading", "inner", "term", "code")


def _distance(near_code: str):
    """How far an area is from ``near_code``: 0 within it, 1 in the area above that, and so on."""
    parts = near_code.split(".") if near_code else []
    around = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    within = [When(code__startswith=code, then=Value(far)) for far, code in enumerate(around)]
    return Case(*within, default=Value(len(around))) if within else Value(0)


def _prefix(prefix: str) -> Q:
    """Terms that begin with ``prefix``, as a range of the index."""
    prefix = prefix[:80]
    condition = Q(term__gte=prefix)
    end = after_prefix(prefix)
    return condition & Q(term__lt=end) if end else condition


def _begins(phrase: str) -> Q:
    if len(phrase) <= _SHORT:
        return Q(inner__in=[False]) & _prefix(phrase)
    # Both values named (and one as a list): only then the index is used beyond "inner".
    return Q(inner__in=[False, True]) & _prefix(phrase)


def _below_area(word: str) -> Q:
    areas = RegionTerm.objects.filter(_prefix(word), level__in=_AREAS, inner__in=[False, True])
    codes = areas.values("code")
    return Q(district__in=codes) | Q(regency__in=codes) | Q(province__in=codes)


def village_by_code(code: str, *, retired: bool = False) -> Region | None:
    """The village with Kemendagri's ``code``, also by a code that it had formerly; else None.

    One that is no longer in force only when ``retired`` is asked for.
    """
    if not _VILLAGE_CODE.fullmatch(code):
        return None
    villages = Region.objects.filter(level=Level.VILLAGE)
    if not retired:
        villages = villages.filter(retired_on=None)
    return (
        villages.filter(code=code).first()
        or villages.filter(former_codes__code=code).order_by("-former_codes__changed_on").first()
    )


def ancestors(region: Region) -> list[Region]:
    """The areas above ``region``, province first. One query."""
    codes = [region.code[:length] for length in _CODE_LENGTHS.values() if length < len(region.code)]
    return list(Region.objects.filter(code__in=codes).order_by("level")) if codes else []


def place_names(region: Region) -> PlaceNames:
    """The names of ``region`` and of the areas above it. One query."""
    fields = {
        Level.PROVINCE: "province",
        Level.REGENCY: "regency",
        Level.DISTRICT: "district",
        Level.VILLAGE: "village",
    }
    return PlaceNames(**{fields[r.level]: r.name for r in (*ancestors(region), region)})


def unit_codes(unit: Unit | None) -> tuple[str, ...]:
    """Codes of ``unit`` and the units above it, Polda first (Mabes is above all and named by
    none). One query."""
    if unit is None:
        return ()
    above = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    found = Unit.objects.filter(path__in=above).exclude(level=UnitLevel.MABES)
    return tuple(found.order_by("path").values_list("code", flat=True))


def region_facts(code: str) -> Subquery:
    """What the API tells of the region whose code stands in the column ``code`` of the outer
    query, as JSON: read in that query."""
    facts = JSONObject(
        **{name: name for name in ("code", "level", "name", "kind", "place_line", "retired_on")}
    )
    return Subquery(Region.objects.filter(code=OuterRef(code)).values(found=facts)[:1])


def place_document(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The API's document of a region from its ``facts``."""
    parent, _dot, _own = facts["code"].rpartition(".")
    retired = facts["retired_on"]
    return {
        "code": facts["code"],
        "level": Level(facts["level"]).name.lower(),
        "name": facts["name"],
        "full_name": with_kind(facts["name"], facts["kind"]),
        "line": facts["place_line"],
        "parent": parent or None,
        "retired_on": str(retired) if retired else None,
    }


def unit_documents(units: QuerySet[Unit]) -> QuerySet:
    """``units`` as mappings: code, level, name, region's code and the code of the unit above."""
    above = Unit.objects.filter(
        path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Unit.steplen)
    )
    return units.values(
        "path", "code", "level", "name", "region__code", parent=Subquery(above.values("code")[:1])
    )
