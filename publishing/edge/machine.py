"""This machine's edge cache, put together from the settings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import redis
from django.conf import settings

from cms.base.outbox import TryLater
from publishing.edge.board import Board
from publishing.edge.disk import Disk
from publishing.edge.layer import Application, EdgeCache
from publishing.edge.relay import Relay

MEGABYTE = 1024 * 1024


@cache
def _board_in(directory: Path) -> Board:
    return Board(directory)


@cache
def _relay_of(url: str, directory: Path) -> Relay:
    return Relay(url, _board_in(directory))


def board() -> Board:
    """The board of this machine."""
    return _board_in(settings.EDGE_DIR)


def invalidate(tags: Iterable[str]) -> None:
    """Make stale what carries one of ``tags``: on this machine at once, on others through Redis.

    Call it after commit. Raises TryLater when the other machines could not be told.
    """
    tags = list(tags)
    board().invalidate(tags)
    if settings.EDGE_REDIS_URL:
        try:
            _relay_of(settings.EDGE_REDIS_URL, settings.EDGE_DIR).publish(tags)
        except redis.RedisError as error:
            raise TryLater(f"Redis: {error}") from None


def sweep() -> int:
    """Delete answers on disk that nobody may use any more; return how many."""
    return Disk(board()).sweep()


def stats() -> dict[str, int]:
    """hits, misses, stale, stored, not_modified, invalidations: totals of this machine's processes
    since its board was made."""
    return board().counters()


def wrap(application: Application) -> Application:
    """``application`` behind the edge cache, unless the settings give it no memory.

    Side effects: what was kept by an earlier run is forgotten (its templates may be old ones); with
    Redis, a thread that listens to other machines.
    """
    if not settings.EDGE_CACHE_MB:
        return application
    own = board()
    own.invalidate_everything()
    if settings.EDGE_REDIS_URL:
        _relay_of(settings.EDGE_REDIS_URL, settings.EDGE_DIR).listen_in_background()
    return EdgeCache(
        application,
        board=own,
        private_cookies=(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"),
        limit=settings.EDGE_CACHE_MB * MEGABYTE,
        trusts_proxy=settings.SECURE_PROXY_SSL_HEADER is not None,
    )
