"""Keyset paging: a page begins after the last row seen, never at a count of rows skipped.

A cursor is opaque, signed and says which ordering it belongs to; a forged or foreign one is
refused. Cost is the same on page 1 and page 10,000 when an index matches the ordering.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cms.base.errors import Invalid

_SALT = "cms.base.cursors"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, with the cursor of the next one (None at the end)."""

    rows: list
    next_cursor: str | None


def _plain(value):
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _encode(values: Sequence, ordering: Sequence[str]) -> str:
    packed = [_plain(value) for value in values]
    return signing.dumps([list(ordering), packed], salt=_SALT, compress=True)


def _decode(cursor: str, ordering: Sequence[str], model) -> list:
    try:
        if len(cursor) > 500:
            raise signing.BadSignature("too long")
        made_for, values = signing.loads(cursor, salt=_SALT)
        if made_for != list(ordering):
            raise signing.BadSignature("another ordering")
    except (signing.BadSignature, ValueError, TypeError, json.JSONDecodeError):
        raise Invalid(
            _("Penanda halaman (cursor) tidak berlaku. Mulai lagi dari halaman pertama.")
        ) from None
    return [
        model._meta.get_field(name.lstrip("-")).to_python(value)
        for name, value in zip(ordering, values, strict=True)
    ]


def _after(ordering: Sequence[str], values: Sequence) -> Q:
    """Rows strictly after ``values``: lexicographic comparison, written out for any database."""
    condition = Q()
    equal = Q()
    for name, value in zip(ordering, values, strict=True):
        field, op = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{field}__{op}": value})
        equal &= Q(**{field: value})
    # The redundant bound on the first column lets both databases start in the index.
    first = ordering[0]
    bound = f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}"
    return Q(**{bound: values[0]}) & condition


def paginate(
    queryset: QuerySet, *, ordering: Sequence[str], cursor: str | None, limit: int
) -> Page:
    """Return up to ``limit`` rows of ``queryset`` in ``ordering`` after ``cursor``.

    ``ordering`` names non-null columns of the model itself and must end in a unique one. One query.
    Raises Invalid for a cursor that we did not make for this ordering.
    """
    queryset = queryset.order_by(*ordering)
    if cursor:
        queryset = queryset.filter(_after(ordering, _decode(cursor, ordering, queryset.model)))
    rows = list(queryset[: limit + 1])
    if len(rows) <= limit:
        return Page(rows, None)
    rows = rows[:limit]
    last = rows[-1]
    # A row may be an instance or, with .values(), a mapping.
    read = last.__getitem__ if isinstance(last, dict) else lambda name: getattr(last, name)
    return Page(rows, _encode([read(name.lstrip("-")) for name in ordering], ordering))
