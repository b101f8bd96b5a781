"""Pages of a few columns, read without query sets.

For the lists that machines ask thousands of times a second: making a query set and turning its rows
into Python costs six times what the database needs to find them. Elsewhere ``cursors.paginate``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from cms.base.cursors import Page, page_of, read_cursor

_SIGNS = {"": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def page_of_columns(
    model: type[models.Model],
    where: Mapping[str, Any],
    *,
    columns: Sequence[str],
    ordering: Sequence[str],
    cursor: str | None,
    limit: int,
) -> Page:
    """Up to ``limit`` rows of ``model`` as mappings of ``columns`` and of those in ``ordering``,
    after (or, with a previous page's, before) ``cursor``. One query.

    ``where`` holds columns of the model itself, with ``__gt``, ``__gte``, ``__lt`` and
    ``__lte`` for ranges. ``ordering``
    goes one way in all its non-null columns and ends in a unique one. Raises Invalid for a cursor
    that we did not make for this ordering.
    """
    values, backwards = read_cursor(cursor, ordering)
    shape = _shape(model, tuple(where), tuple(columns), tuple(ordering), backwards, bool(values))
    keys = zip(shape.keys, values or (), strict=bool(values))
    parameters = [
        *(
            field.get_db_prep_value(value, connection)
            for field, value in zip(shape.where, where.values(), strict=True)
        ),
        *(field.get_db_prep_value(field.to_python(value), connection) for field, value in keys),
        limit + 1,
    ]
    with connection.cursor() as asked:
        asked.execute(shape.sql, parameters)
        found = asked.fetchall()
    rows = [dict(zip(shape.names, row, strict=True)) for row in found]
    for name in shape.moments:
        for row in rows:
            if row[name] is not None:
                row[name] = datetime.fromisoformat(f"{row[name]}+00:00")
    return page_of(rows, ordering=ordering, limit=limit, cursor=cursor, backwards=backwards)


class _Shape:
    """The SQL of one kind of page, with what is needed to fill it in and to read its rows."""

    def __init__(
        self,
        model: type[models.Model],
        where: Sequence[str],
        columns: Sequence[str],
        ordering: Sequence[str],
        backwards: bool,
        after: bool,
    ):
        field: Callable[[str], models.Field] = model._meta.get_field
        quote = connection.ops.quote_name
        asked = [name.partition("__")[::2] for name in where]
        ways = {name.startswith("-") for name in ordering}
        if len(ways) != 1:
            raise ValueError(f"{ordering} does not go one way")
        descending = ways.pop() != backwards
        self.where = [field(name) for name, _sign in asked]
        self.keys = [field(name.lstrip("-")) for name in ordering]
        read = dict.fromkeys([*self.keys, *(field(name) for name in columns)])
        self.names = [one.attname for one in read]
        # SQLite keeps them as text in UTC without saying so, and reading that is quicker here than
        # in its converters; PostgreSQL's arrive as they are.
        self.moments = [
            one.attname
            for one in read
            if connection.vendor == "sqlite" and isinstance(one, models.DateTimeField)
        ]
        keys = [quote(key.column) for key in self.keys]
        conditions = [
            f"{quote(one.column)} {_SIGNS[sign]} %s"
            for one, (_name, sign) in zip(self.where, asked, strict=True)
        ]
        if after:
            # Compared as one value: both databases start right there in the index.
            places = ", ".join(["%s"] * len(keys))
            conditions.append(f"({', '.join(keys)}) {'<' if descending else '>'} ({places})")
        way = "DESC" if descending else "ASC"
        told = [
            f"CAST({quote(one.column)} AS TEXT)"
            if one.attname in self.moments
            else quote(one.column)
            for one in read
        ]
        # Names come from the model; everything else is bound.
        self.sql = " ".join(
            [
                f"SELECT {', '.join(told)}",
                f"FROM {quote(model._meta.db_table)}",
                f"WHERE {' AND '.join(conditions) or 'TRUE'}",
                f"ORDER BY {', '.join(f'{key} {way}' for key in keys)} LIMIT %s",
            ]
        )


_shape = lru_cache(maxsize=256)(_Shape)
