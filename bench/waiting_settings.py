"""Our settings, with a note of every wait for SQLite's one writer beside the database (``waits/``).

A line a wait: how it began (``BEGIN`` or the first word of a statement alone) and its microseconds.
A statement alone counts with its own work, which is little. ``HOLD`` is a transaction from its
beginning to its end.
"""

import os
import time

from django.db.backends.signals import connection_created

from cms.config.settings import *  # noqa: F403
from cms.config.settings import ENV

WAITS = ENV.var_dir / "waits"
_WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE")


def _noted(execute, sql, params, many, context):
    word = sql[:6].strip()
    if word not in _WRITES or context["connection"].in_atomic_block:
        return execute(sql, params, many, context)
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        now = time.perf_counter()
        _note(word, now - began)
        if word == "BEGIN":
            context["connection"].began_at = now


def _ending(end, connection):
    def ended():
        try:
            end()
        finally:
            _note("HOLD", time.perf_counter() - connection.began_at)

    return ended


def _note(word: str, seconds: float) -> None:
    with (WAITS / str(os.getpid())).open("a") as file:
        file.write(f"{word} {seconds * 1e6:.0f}\n")


def _listen(connection, **_kwargs) -> None:
    WAITS.mkdir(exist_ok=True)
    if hasattr(connection, "began_at"):  # opened anew
        return
    connection.began_at = 0.0
    connection.execute_wrappers.append(_noted)
    connection._commit = _ending(connection._commit, connection)
    connection._rollback = _ending(connection._rollback, connection)


connection_created.connect(_listen, dispatch_uid="waits", weak=False)
