"""The body of a request as it arrives, without ever waiting for it longer than a moment.

A read of a body blocks until the bytes are there, and the phone may be gone. So a thread reads and
the request looks at what has come: it can save, let go or give up while the thread still waits.
The thread ends with the connection, or when the phone sends more.

Granian (2.8) stops its whole process, every thread of it, when a request is answered while another
thread waits for its body. So the answer waits for :meth:`Incoming.end`.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from typing import BinaryIO

TICK_S = 0.25
# The server fills a read before it returns: small ones from a slow phone, large ones from a quick.
READ_MIN, READ_MAX = 2 * 1024, 128 * 1024
_SLOW_S, _QUICK_S = 0.05, 0.005
_END = b""


class Incoming:
    """At most ``limit`` bytes of ``stream``, for as long as somebody looks."""

    def __init__(self, stream: BinaryIO, limit: int):
        self._stream, self._limit = stream, limit
        self._arrived: queue.Queue[bytes] = queue.Queue(maxsize=4)
        self._enough = threading.Event()
        self._thread: threading.Thread | None = None

    def __iter__(self) -> Iterator[bytes | None]:
        """What arrives; None whenever nothing did for ``TICK_S`` seconds. Ends with the body."""
        if not self._limit:
            return
        self._thread = threading.Thread(target=self._read, name="upload-body", daemon=True)
        self._thread.start()
        left = self._limit
        try:
            while left:
                try:
                    data = self._arrived.get(timeout=TICK_S)
                except queue.Empty:
                    yield None
                    continue
                if data == _END:
                    return
                left -= len(data)
                yield data
        finally:
            self._enough.set()

    def end(self) -> None:
        """Return once nobody waits for the body any more; before that nothing may be answered."""
        self._enough.set()
        if self._thread is not None:
            self._thread.join()

    def _read(self) -> None:
        left, size = self._limit, READ_MIN
        while left and not self._enough.is_set():
            began = time.monotonic()
            try:
                data = self._stream.read(min(size, left))
            except Exception:
                # Whatever the server raises when the line is cut: what had come was handed on.
                data = _END
            took = time.monotonic() - began
            if took > _SLOW_S:
                size = max(READ_MIN, size // 2)
            elif took < _QUICK_S:
                size = min(READ_MAX, size * 2)
            left -= len(data)
            self._hand_on(data)
            if data == _END:
                return

    def _hand_on(self, data: bytes) -> None:
        while not self._enough.is_set():
            try:
                self._arrived.put(data, timeout=TICK_S)
            except queue.Full:
                continue
            return
