"""What SQLite has to be told in the statement itself; PostgreSQL's planner knows it by itself."""

from __future__ import annotations

import re

from django.db.models import F, Func, Value

_PLAIN = re.compile(r"[a-z_]*")


class Constant(Value):
    """``value`` as a literal: a plain lower-case word of ours or nothing, never a user's input.

    SQLite uses a partial index only when the query repeats its condition word for word; a bound
    parameter could be anything.
    """

    def __init__(self, value: str):
        """Raises ValueError for anything but a plain word."""
        if not _PLAIN.fullmatch(value):
            raise ValueError(f"not a plain word: {value!r}")
        super().__init__(str(value))

    def as_sql(self, compiler, connection):
        return f"'{self.value}'", []


class Unsought(Func):
    """The column ``name``, by which SQLite shall filter but not seek.

    Its planner does not look at bound parameters and takes any range for a narrow one: a range
    that holds most rows then keeps it from reading an index in the order that is asked for.
    """

    arity = 1
    template = "%(expressions)s"

    def __init__(self, name: str):
        super().__init__(F(name))

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="+%(expressions)s", **context)
