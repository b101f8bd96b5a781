"""Counts kept in one process for a few seconds, then handed over."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

log = logging.getLogger(__name__)
FLUSH_S = 10.0
# Distinct items and days between two flushes; what would be more is not counted.
KEYS_MAX = 20_000
Key = tuple[UUID, date]


class Counter:
    """Hands its counts to ``store`` at most ten seconds after the first. A process that is killed
    loses those of its last seconds; one that ends orderly loses none."""

    def __init__(
        self,
        store: Callable[[Mapping[Key, int]], object],
        *,
        today: Callable[[], date],
        flush_s: float = FLUSH_S,
    ):
        """Side effect: stores what is left when the process ends."""
        self._store, self._today, self._flush_s = store, today, flush_s
        self._lock = threading.Lock()
        self._counts: dict[Key, int] = {}
        self._timer: threading.Timer | None = None
        atexit.register(self.flush)

    def add(self, public_id: UUID) -> None:
        """One read, now."""
        key = (public_id, self._today())
        with self._lock:
            if key in self._counts or len(self._counts) < KEYS_MAX:
                self._counts[key] = self._counts.get(key, 0) + 1
            self._plan()

    def flush(self) -> None:
        """Store what was counted; what cannot be stored now is kept for the next time."""
        with self._lock:
            counts, self._counts, self._timer = self._counts, {}, None
        if not counts:
            return
        try:
            self._store(counts)
        except Exception:
            log.exception("%d counts of reads could not be stored", len(counts))
            with self._lock:
                for key, count in counts.items():
                    self._counts[key] = self._counts.get(key, 0) + count
                self._plan()

    def _plan(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(self._flush_s, self.flush)
            self._timer.daemon = True
            self._timer.start()
