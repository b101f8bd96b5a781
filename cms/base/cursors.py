"""Keyset paging: a page begins after the last row seen, never at a count of rows skipped.

A cursor is opaque, signed and says which ordering it belongs to; a forged or foreign one is
refused. Cost is the same on page 1 and page 10,000 when an index matches the ordering.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from cms.base.errors import Invalid

_SALT = "cms.base.cursors"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, with the cursors of the next and the previous one (None at the ends)."""

    rows: list
    next_cursor: str | None
    prev_cursor: str | None = None


class _Json:
    """Django's signer makes an encoder of the standard library for every cursor."""

    def dumps(self, value: Any) -> bytes:
        return orjson.dumps(value)

    def loads(self, data: bytes) -> Any:
        return orjson.loads(data)


class _Signer(signing.Signer):
    """Django's, which derives its key anew for every signature: half of what a cursor costs."""

    def __init__(self):
        super().__init__(salt=_SALT)

    def signature(self, value: str, key: str | bytes | None = None) -> str:
        """As Django's, to the byte (``django.utils.crypto.salted_hmac``)."""
        derived = _derived(f"{self.salt}signer", key or self.key)
        digest = hmac.digest(derived, value.encode(), "sha256")
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


@lru_cache(maxsize=16)
def _derived(salt: str, key: str | bytes) -> bytes:
    return hashlib.sha256(force_bytes(salt) + force_bytes(key)).digest()


def _plain(value):
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _encode(values: Sequence, ordering: Sequence[str], *, backwards: bool = False) -> str:
    packed = [_plain(value) for value in values]
    parts = [list(ordering), packed, 1] if backwards else [list(ordering), packed]
    # Without a time in it: the same page has the same cursors, and so the same ETag, tomorrow.
    return _Signer().sign_object(parts, serializer=_Json)


def read_cursor(cursor: str | None, ordering: Sequence[str]) -> tuple[list | None, bool]:
    """The values that ``cursor`` holds (None without one), and whether it leads backwards.

    Raises Invalid for a cursor that we did not make for this ordering.
    """
    if not cursor:
        return None, False
    try:
        if len(cursor) > 500:
            raise signing.BadSignature("too long")
        made_for, values, *backwards = _Signer().unsign_object(cursor, serializer=_Json)
        if made_for != list(ordering):
            raise signing.BadSignature("another ordering")
    except (signing.BadSignature, ValueError, TypeError):
        raise Invalid(
            _("Penanda halaman (cursor) tidak berlaku. Mulai lagi dari halaman pertama."),
            fields={"cursor": _("tidak berlaku")},
        ) from None
    return values, bool(backwards)


def _reverse(ordering: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in ordering]


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
    """Return up to ``limit`` rows of ``queryset`` in ``ordering`` after (or, with a previous
    page's, before) ``cursor``.

    ``ordering`` names non-null columns of the model itself and must end in a unique one. One query.
    Rows may be instances, named tuples or, with ``.values()``, mappings. ``prev_cursor`` is None
    on the first page only. Raises Invalid for a cursor that we did not make for this ordering.
    """
    values, backwards = read_cursor(cursor, ordering)
    way = _reverse(ordering) if backwards else ordering
    if values is not None:
        read = queryset.model._meta.get_field
        names = (name.lstrip("-") for name in ordering)
        values = [read(name).to_python(value) for name, value in zip(names, values, strict=True)]
        queryset = queryset.filter(_after(way, values))
    rows = list(queryset.order_by(*way)[: limit + 1])
    return page_of(rows, ordering=ordering, limit=limit, cursor=cursor, backwards=backwards)


def page_of(
    rows: list, *, ordering: Sequence[str], limit: int, cursor: str | None, backwards: bool
) -> Page:
    """The page that ``rows`` (up to ``limit`` and one more, in the way of ``cursor``) make."""
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return Page(rows, None)
    # Where we came from there is a row; in the way we go only when one more was found.
    return Page(
        rows,
        _encode(_key(rows[-1], ordering), ordering) if more or backwards else None,
        _encode(_key(rows[0], ordering), ordering, backwards=True)
        if (more if backwards else cursor)
        else None,
    )


def _key(row, ordering: Sequence[str]) -> list:
    names = [name.lstrip("-") for name in ordering]
    return [row[name] if isinstance(row, dict) else getattr(row, name) for name in names]
