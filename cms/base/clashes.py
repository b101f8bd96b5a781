"""What a database says when two are at the same rows at the same moment."""

from __future__ import annotations

import sqlite3

from django.db import OperationalError

from cms.base.errors import Clash

# https://www.postgresql.org/docs/current/errcodes-appendix.html: a transaction that cannot be put
# in an order with another one, a deadlock, a lock that was not to be had.
_POSTGRESQL = {"40001", "40P01", "55P03"}
_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def clash_in(error: BaseException) -> Clash | None:
    """What to tell the one who did not get through; None when ``error`` is about something else."""
    if not isinstance(error, OperationalError):
        return None
    told = error.__cause__
    # The lower byte is the error, the upper ones say more of it: https://sqlite.org/rescode.html
    primary = getattr(told, "sqlite_errorcode", 0) & 0xFF
    is_clash = getattr(told, "sqlstate", None) in _POSTGRESQL or primary in _SQLITE
    return Clash() if is_clash else None
