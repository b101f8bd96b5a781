"""Answers on disk, so that one render serves every worker of the machine, and locks for that.

A file says which board and which count of it the answer belongs to: it is stale by itself as soon
as one of its tags was invalidated, and nobody has to delete it for that.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publishing.edge.board import Board
from publishing.edge.entries import Entry, Key

_LOCKS = 512
_KEPT_S = 900
_MOST_FILES = 20_000


class Disk:
    """Files below ``board.directory``; every error of the file system means "not here"."""

    def __init__(self, board: Board):
        """Side effect: makes the directories."""
        self.board = board
        self._files = board.directory / "answers"
        self._locks = board.directory / "locks"
        for directory in (self._files, self._locks):
            directory.mkdir(parents=True, exist_ok=True)

    def read(self, key: Key) -> Entry | None:
        """The answer to ``key`` if one is here and still right."""
        try:
            content = self._path(key).read_bytes()
        except OSError:
            return None
        head, _, body = content.partition(b"\n")
        with contextlib.suppress(ValueError, KeyError, TypeError):
            facts = json.loads(head)
            age = time.time() - facts["at"]
            if facts["key"] != list(key) or facts["board"] != self.board.identity or age < 0:
                return None
            tags = frozenset(facts["tags"])
            gone = self.board.since(facts["count"])
            if gone is None or not tags.isdisjoint(gone) or age > facts["fresh_s"]:
                return None
            now = time.monotonic()
            return Entry(
                status=facts["status"],
                headers=tuple((name, value) for name, value in facts["headers"]),
                body=body,
                tags=tags,
                fresh_until=now + facts["fresh_s"] - age,
                stale_until=now + facts["stale_s"] - age,
            )
        return None

    def write(self, key: Key, entry: Entry, *, count: int) -> None:
        """Keep ``entry``, made when the board stood at ``count``; replaces what was here."""
        now = time.monotonic()
        facts = {
            "key": list(key),
            "board": self.board.identity,
            "count": count,
            "at": time.time(),
            "fresh_s": entry.fresh_until - now,
            "stale_s": entry.stale_until - now,
            "status": entry.status,
            "headers": entry.headers,
            "tags": sorted(entry.tags),
        }
        path = self._path(key)
        temporary = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            temporary.write_bytes(json.dumps(facts).encode() + b"\n" + entry.body)
            temporary.replace(path)

    @contextmanager
    def one_at_a_time(self, key: Key, *, wait_s: float) -> Iterator[bool]:
        """Whether this process may make the answer to ``key`` now; False after ``wait_s`` seconds.

        The lock is the kernel's: it ends with the process that holds it.
        """
        name = int.from_bytes(self._digest(key)[:4], "little") % _LOCKS
        try:
            lock = os.open(self._locks / str(name), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield True
            return
        try:
            yield _acquire(lock, wait_s)
        finally:
            os.close(lock)

    def sweep(self) -> int:
        """Delete files that are too old, or too many; return how many. For the sweeper."""
        found = []
        with contextlib.suppress(OSError):
            for path in self._files.glob("*/*"):
                with contextlib.suppress(OSError):
                    found.append((path.stat().st_mtime, path))
        found.sort(reverse=True)
        oldest = time.time() - _KEPT_S
        gone = [path for n, (at, path) in enumerate(found) if at < oldest or n >= _MOST_FILES]
        for path in gone:
            with contextlib.suppress(OSError):
                path.unlink()
        return len(gone)

    def _digest(self, key: Key) -> bytes:
        return hashlib.blake2b("\0".join(key).encode("utf-8", "replace"), digest_size=20).digest()

    def _path(self, key: Key) -> Path:
        name = self._digest(key).hex()
        return self._files / name[:2] / name[2:]


def _acquire(lock: int, wait_s: float) -> bool:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.005)
        else:
            return True
