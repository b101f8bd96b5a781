"""A constant of ours written into the statement itself.

SQLite uses a partial index only when the query repeats its condition word for word; a bound
parameter could be anything. PostgreSQL sees no difference.
"""

from __future__ import annotations

import re

from django.db.models import Value

_PLAIN = re.compile(r"[a-z_]*")


class Constant(Value):
    """``value`` as a literal: a plain lower-case word of ours or nothing, never a user's input."""

    def __init__(self, value: str):
        """Raises ValueError for anything but a plain word."""
        if not _PLAIN.fullmatch(value):
            raise ValueError(f"not a plain word: {value!r}")
        super().__init__(str(value))

    def as_sql(self, compiler, connection):
        return f"'{self.value}'", []
