"""What the database's planner knows of the tables: how many rows, how alike."""

from __future__ import annotations

from django.db import connection

# Rows looked at per index: SQLite's own advice is 100 to 1,000. Four hundredths of a second with
# all villages of Indonesia, and no longer with a million stories.
SQLITE_ROWS_MAX = 1000


def refresh_statistics() -> None:
    """Count anew, so that queries take the right index: after a bulk load, and once in a while.

    Side effect: writes the planner's own tables; on SQLite within a bounded look. ``ANALYZE``
    rather than ``PRAGMA optimize``, which before SQLite 3.46 passes over every table that the same
    connection has not asked for.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={SQLITE_ROWS_MAX}")
        cursor.execute("ANALYZE")
