"""A weak network: a TCP relay that is slow, far away, loses answers, breaks off and goes away."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Callable

SEGMENT = 1400  # bytes
READ_BYTES = 16_384
FOLLOWS_S = 0.05


class WeakLink:
    """Relays to ``target`` on an address of its own (``url``); every switch works at once.

    ``rate`` is bytes a second each way (0: no limit), ``rtt_s`` the time there and back, ``loss``
    the share of segments that TCP has to send again: each costs one more ``rtt_s``.
    ``lost_share`` of all requests are done, and their answers never arrive.
    """

    def __init__(self, target: tuple[str, int], *, seed: int = 1):
        self.target = target
        self.rate, self.rtt_s, self.loss = 0, 0.0, 0.0
        self.lost_share = 0.0
        self.lost_count = 0
        self.is_up = True
        self.bytes_up = 0
        self.requests: list[str] = []
        self._random = random.Random(seed)
        self._lost: list[tuple[Callable[[str], bool], bool]] = []
        self._cut_at: int | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def lose_answer(self, which: Callable[[str], bool], *, and_signal: bool = False) -> None:
        """The next request whose first line is ``which`` is done, and its answer never arrives.

        ``and_signal``: nothing else arrives after it either, as after :meth:`go_down`. Browsers ask
        again over a connection that is still open, whatever the method.
        """
        self._lost.append((which, and_signal))

    def cut_after(self, byte_count: int) -> None:
        """Break the connection that carries this many more bytes towards the server."""
        self._cut_at = self.bytes_up + byte_count

    def go_down(self) -> None:
        """No signal: what is open breaks, what is tried is refused."""
        self._break_off(keeping=())

    def _break_off(self, keeping: tuple[socket.socket, ...]) -> None:
        self.is_up = False
        with self._lock:
            for one in self._open.difference(keeping):
                _shut(one)

    def come_up(self) -> None:
        self.is_up = True

    def close(self) -> None:
        self.go_down()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            if not self.is_up:
                near.close()
                continue
            try:
                far = socket.create_connection(self.target)
            except OSError:
                near.close()
                continue
            with self._lock:
                self._open |= {near, far}
                goes_on = self.is_up
            if not goes_on:  # the signal went away in this very moment
                self._end(near, far)
                continue
            doomed = threading.Event()
            for relay in (self._upwards, self._downwards):
                threading.Thread(target=relay, args=(near, far, doomed), daemon=True).start()

    def _upwards(self, near: socket.socket, far: socket.socket, doomed: threading.Event) -> None:
        quiet_until = 0.0
        with contextlib.suppress(OSError):
            while data := near.recv(READ_BYTES):
                line = data.split(b"\r\n", 1)[0].decode("latin-1")
                if line.endswith("HTTP/1.1"):
                    self.requests.append(line)
                    self._doom(line, doomed, (near, far))
                quiet_until = self._travel(len(data), quiet_until)
                self.bytes_up += len(data)
                if self._cut_at is not None and self.bytes_up >= self._cut_at:
                    self._cut_at = None
                    break
                far.sendall(data)
        self._end(near, far)

    def _downwards(self, near: socket.socket, far: socket.socket, doomed: threading.Event) -> None:
        quiet_until = 0.0
        with contextlib.suppress(OSError):
            while data := far.recv(READ_BYTES):
                if doomed.is_set():
                    break
                quiet_until = self._travel(len(data), quiet_until)
                near.sendall(data)
        self._end(near, far)

    def _doom(
        self, line: str, doomed: threading.Event, own: tuple[socket.socket, socket.socket]
    ) -> None:
        if self._random.random() < self.lost_share:
            self.lost_count += 1
            doomed.set()
            return
        for which, and_signal in self._lost:
            if which(line):
                self._lost.remove((which, and_signal))
                doomed.set()
                if and_signal:
                    self._break_off(keeping=own)
                return

    def _travel(self, byte_count: int, on_the_way_until: float) -> float:
        """Wait as long as the bytes take; until when more of them follow close behind.

        The distance counts once for bytes that follow each other, as on a real line.
        """
        follows = time.monotonic() < on_the_way_until
        wait = 0.0 if follows else self.rtt_s / 2
        if self.rate:
            wait += byte_count / self.rate
        if self.loss:
            segments = -(-byte_count // SEGMENT)
            again = sum(self._random.random() < self.loss for _segment in range(segments))
            wait += again * self.rtt_s
        time.sleep(wait)
        return time.monotonic() + FOLLOWS_S

    def _end(self, near: socket.socket, far: socket.socket) -> None:
        for one in (near, far):
            _shut(one)
        with self._lock:
            self._open -= {near, far}


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
