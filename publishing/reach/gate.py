"""How much one network may add to the counts, so that a flood from one place changes little."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

WINDOW_S = 600.0
# Behind one address of a mobile network stand thousands of readers; one machine that presses
# again and again looks the same. These numbers leave most of the first and little of the second.
PER_ITEM = 20
PER_NETWORK = 300
REMEMBERED_MAX = 100_000


class Gate:
    """Counts in windows of ten minutes, in memory only; safe in any number of threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: dict[int, int] = {}
        self._until = 0.0

    def admits(self, network: str, item: str) -> bool:
        """Whether one more read of ``item`` from ``network`` counts."""
        # Python's hash is keyed anew in each process: no address can be read from what is kept.
        keys = ((hash(network), PER_NETWORK), (hash((network, item)), PER_ITEM))
        with self._lock:
            if self._clock() >= self._until:
                self._counts.clear()
                self._until = self._clock() + WINDOW_S
            if len(self._counts) >= REMEMBERED_MAX:
                return False
            if any(self._counts.get(key, 0) >= most for key, most in keys):
                return False
            for key, _most in keys:
                self._counts[key] = self._counts.get(key, 0) + 1
            return True
