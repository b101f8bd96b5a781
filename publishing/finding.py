"""Finding items: any filters, ranges and words together, newest first, a page at a time.

One filter is read from its own index; several, or words, from the index of words, where each
filter is a word too (``publishing.words``). Either way the newest matches are read and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from cms.base.columns import page_of_columns
from cms.base.cursors import Page, page_of, paginate, read_cursor
from publishing.models import ItemState, PublishedItem
from publishing.selectors import HEAVY
from publishing.words import area_marks, mark, position_of, query_words

Expressions = Mapping[str, Any]
NOTHING: Expressions = MappingProxyType({})
NEWEST = ("-published_at", "-id")
NEWEST_CHANGE = ("-updated_at", "-id")
NEWEST_SEQ = ("-seq",)
BY_WORDS = ("-position",)
PROVINCE, REGENCY, VILLAGE = 2, 5, 13
_SQLITE = (
    "SELECT rowid FROM publishing_itemsearch_fts WHERE publishing_itemsearch_fts MATCH %s"
    "{bounds} ORDER BY rowid {way} LIMIT %s"
)
# PostgreSQL cannot read matches in order: a common word is found among the rows next in order, a
# rare one by the index of words, whose matches are then few enough to sort. Its planner, which does
# not count what unpacking words costs, is left no choice ("+ 0").
_POSTGRESQL = (
    "WITH near AS MATERIALIZED (SELECT position FROM (SELECT position, lexemes"
    " FROM publishing_itemsearch WHERE TRUE{bounds} ORDER BY position {way} LIMIT {window}) AS rows"
    " WHERE lexemes @@ %s::tsquery ORDER BY position {way} LIMIT %s),"
    " far AS MATERIALIZED (SELECT position FROM publishing_itemsearch"
    " WHERE (SELECT count(*) FROM near) < %s AND lexemes @@ %s::tsquery{bounds}"
    " ORDER BY position + 0 {way} LIMIT %s)"
    " SELECT position FROM near UNION SELECT position FROM far"
)
WINDOW, WINDOW_A_ROW = 500, 20
_KEY = {"sqlite": "rowid", "postgresql": "position"}
_AND = {"sqlite": " AND ", "postgresql": " & "}
_OR = {"sqlite": " OR ", "postgresql": " | "}
_QUOTE = {"sqlite": '"', "postgresql": "'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None and empty do not narrow. Times carry a zone; ``since`` is included,
    ``until`` is not. ``unit`` is a unit's code, ``region`` that of an area of any level."""

    kinds: tuple[str, ...] = ()
    programme: str | None = None
    activity: str | None = None
    topic: str | None = None
    region: str | None = None
    unit: str | None = None
    officer: UUID | None = None
    language: str | None = None
    has_photo: bool | None = None
    has_video: bool | None = None
    query: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def narrowed(self) -> set[str]:
        """Names of the fields that narrow, besides the times."""
        return {name for name in _NARROWING if getattr(self, name) not in (None, "", ())}


_NARROWING = tuple(field.name for field in fields(Wanted) if field.name not in {"since", "until"})


def find(
    wanted: Wanted,
    *,
    cursor: str | None,
    limit: int,
    columns: tuple[str, ...] = (),
    expressions: Expressions = NOTHING,
) -> Page:
    """A page of live items that match all of ``wanted``, newest first. One query.

    Rows are items without body and document; with ``columns``, mappings of these and of
    ``expressions``. Raises Invalid for a cursor that is not ours.
    """
    lookups = _by_index(wanted, wanted.narrowed())
    if lookups is None:
        return _by_words(
            wanted, cursor=cursor, limit=limit, columns=columns, expressions=expressions
        )
    if wanted.since:
        lookups["published_at__gte"] = wanted.since
    if wanted.until:
        lookups["published_at__lt"] = wanted.until
    return _live(lookups, NEWEST, cursor, limit, columns, expressions)


def changed_between(
    lookups: Mapping[str, Any],
    *,
    cursor: str | None,
    limit: int,
    columns: tuple[str, ...],
    expressions: Expressions = NOTHING,
) -> Page:
    """A page of live items by ``lookups`` on ``updated_at`` or on ``seq``, newest change first."""
    ordering = NEWEST_SEQ if any(name.startswith("seq") for name in lookups) else NEWEST_CHANGE
    return _live(lookups, ordering, cursor, limit, columns, expressions)


def _live(
    lookups: Mapping[str, Any],
    ordering: tuple[str, ...],
    cursor: str | None,
    limit: int,
    columns: tuple[str, ...],
    expressions: Expressions,
) -> Page:
    lookups = {"state": ItemState.LIVE, **lookups}
    if columns and not expressions:
        return page_of_columns(
            PublishedItem, lookups, columns=columns, ordering=ordering, cursor=cursor, limit=limit
        )
    rows = _columns(PublishedItem.objects.filter(**lookups), columns, ordering, expressions)
    return paginate(rows, ordering=ordering, cursor=cursor, limit=limit)


def _columns(
    items: QuerySet,
    columns: tuple[str, ...],
    ordering: tuple[str, ...],
    expressions: Expressions,
) -> QuerySet:
    if not columns:
        return items.defer(*HEAVY)
    keys = (name.lstrip("-") for name in ordering)
    return items.values(*dict.fromkeys([*keys, *columns]), **expressions)


def _by_index(wanted: Wanted, narrowed: set[str]) -> dict[str, Any] | None:
    """Columns and their values when one index serves ``wanted``; None when there is no such."""
    if len(wanted.kinds) > 1:
        return None
    lookups: dict[str, Any] = {"kind": wanted.kinds[0]} if wanted.kinds else {}
    others = narrowed - {"kinds"}
    if not others:
        return lookups
    # Nearly everything is a story: beside another filter that one costs nothing.
    if len(others) > 1 or wanted.kinds not in ((), ("story",)):
        return None
    name = others.pop()
    value = getattr(wanted, name)
    match name:
        case "programme" | "activity":
            return lookups | {name: value}
        case "unit":
            return lookups | {value.partition("-")[0].lower(): value}
        case "region" if len(value) in (PROVINCE, REGENCY):
            column = "province_code" if len(value) == PROVINCE else "regency_code"
            return lookups | {column: value}
        case "has_video" if value:
            return lookups | {"has_video": True}
    return None


def expression(wanted: Wanted, vendor: str) -> str | None:
    """What the index of words of ``vendor`` is asked; None when nothing can match."""
    needed = [
        *([mark("programme", wanted.programme)] if wanted.programme else []),
        *([mark("activity", wanted.activity)] if wanted.activity else []),
        *([mark("topic", wanted.topic)] if wanted.topic else []),
        *(area_marks(wanted.region)[-1:] if wanted.region else []),
        *([mark("unit", wanted.unit)] if wanted.unit else []),
        *([mark("officer", wanted.officer.hex)] if wanted.officer else []),
        *([mark("language", wanted.language)] if wanted.language else []),
        *([mark("photo", int(wanted.has_photo))] if wanted.has_photo is not None else []),
        *([mark("video", int(wanted.has_video))] if wanted.has_video is not None else []),
    ]
    if wanted.query:
        asked = query_words(wanted.query)
        if not asked:
            return None
        needed += asked
    quote = _QUOTE[vendor]
    parts = [f"{quote}{word}{quote}" for word in needed]
    kinds = [f"{quote}{mark('kind', kind)}{quote}" for kind in wanted.kinds]
    if kinds:
        parts.append(f"({_OR[vendor].join(kinds)})")
    return _AND[vendor].join(parts)


def _by_words(
    wanted: Wanted,
    *,
    cursor: str | None,
    limit: int,
    columns: tuple[str, ...],
    expressions: Expressions,
) -> Page:
    values, backwards = read_cursor(cursor, BY_WORDS)
    vendor = connection.vendor
    asked = expression(wanted, vendor)
    if asked is None:
        return Page([], None)
    newest = _positions(vendor, asked, _bounds(wanted, values, backwards), backwards, limit + 1)
    items = PublishedItem.objects.filter(
        state=ItemState.LIVE, search_rows__position__in=newest
    ).annotate(position=F("search_rows__position"))
    rows = list(
        _columns(items, columns, BY_WORDS, expressions).order_by(
            "position" if backwards else "-position"
        )
    )
    return page_of(rows, ordering=BY_WORDS, limit=limit, cursor=cursor, backwards=backwards)


def _positions(
    vendor: str, asked: str, bounds: list[tuple[str, int]], backwards: bool, limit: int
) -> RawSQL:
    """The positions of the next ``limit`` matches of ``asked``; only bound values come from
    outside."""
    parts = {
        "bounds": "".join(f" AND {_KEY[vendor]} {sign} %s" for sign, _value in bounds),
        "way": "ASC" if backwards else "DESC",
        "window": max(WINDOW, limit * WINDOW_A_ROW),
    }
    values = [value for _sign, value in bounds]
    if vendor == "sqlite":
        return RawSQL(_SQLITE.format(**parts), [asked, *values, limit])  # noqa: S611
    parameters = [*values, asked, limit, limit, asked, *values, limit]
    return RawSQL(_POSTGRESQL.format(**parts), parameters)  # noqa: S611


def _bounds(wanted: Wanted, values: list | None, backwards: bool) -> list[tuple[str, int]]:
    bounds: list[tuple[str, int]] = []
    if values:
        bounds.append((">" if backwards else "<", values[0]))
    if wanted.since:
        bounds.append((">=", position_of(wanted.since)))
    if wanted.until:
        bounds.append(("<", position_of(wanted.until)))
    return bounds
