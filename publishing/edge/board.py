"""Invalidations, told to every process of one machine at once through a file in shared memory.

A ring of tag numbers and a counter of how many were ever written. Whoever invalidates appends under
a file lock and then moves the counter; whoever keeps answers compares the counter with the one it
saw last, which is one read of memory. What has been written over since means: forget everything.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

RING = 65_536
_WORD = 8
# Words of the header: see the names. The rest of the first block is for each process's counters.
_COUNT, _IDENTITY, _RELAY_MS, _RELAY_SEQ = range(4)
SLOTS, SLOT_WORDS, _FIRST_SLOT = 64, 8, 8
_RING_AT = _FIRST_SLOT + SLOTS * SLOT_WORDS
_SIZE = (_RING_AT + RING) * _WORD
EVERYTHING = 0
# Words of a process's slot.
PID, HITS, MISSES, STALE, STORED, NOT_MODIFIED = range(6)
COUNTED = {
    "hits": HITS, "misses": MISSES, "stale": STALE, "stored": STORED, "not_modified": NOT_MODIFIED,
}  # fmt: skip


def number_of(tag: str) -> int:
    """The number that stands for ``tag`` on the board; never that of EVERYTHING."""
    digest = hashlib.blake2b(tag.encode("utf-8", "replace"), digest_size=_WORD).digest()
    return int.from_bytes(digest, "little") or 1


class Board:
    """One machine's board, in ``directory``. Safe in any number of processes and threads."""

    def __init__(self, directory: Path):
        """Side effect: makes the directory and the file when there is none."""
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self._file = os.open(directory / "board", os.O_RDWR | os.O_CREAT, 0o600)
        with self._locked():
            if os.fstat(self._file).st_size != _SIZE:
                os.ftruncate(self._file, 0)
                os.ftruncate(self._file, _SIZE)
            self._map = mmap.mmap(self._file, _SIZE)
            self.words = memoryview(self._map).cast("Q")
            if not self.words[_IDENTITY]:
                self.words[_IDENTITY] = secrets.randbits(63) or 1

    @property
    def identity(self) -> int:
        """Changes when the board was made anew: counts of another board mean nothing."""
        return self.words[_IDENTITY]

    @property
    def count(self) -> int:
        """How many invalidations were ever written."""
        return self.words[_COUNT]

    def invalidate(self, tags: Iterable[str]) -> None:
        """Tell every process of this machine that what carries one of ``tags`` is stale."""
        self._append([number_of(tag) for tag in tags])

    def invalidate_everything(self) -> None:
        """Tell every process of this machine to forget all it keeps."""
        self._append([EVERYTHING])

    def since(self, seen: int) -> set[int] | None:
        """Numbers written after the first ``seen``; None when all that is kept must go."""
        count = self.count
        if count == seen:
            return set()
        # A writer may be at work on the word after the last: keep one word's distance.
        if not 0 <= count - seen < RING - 1024:
            return None
        words = self.words
        found = {words[_RING_AT + position % RING] for position in range(seen, count)}
        # While we read, the ring may have come round.
        if self.count - seen >= RING - 1024 or EVERYTHING in found:
            return None
        return found

    def _append(self, numbers: list[int]) -> None:
        if not numbers:
            return
        with self._locked():
            count = self.words[_COUNT]
            for offset, number in enumerate(numbers):
                self.words[_RING_AT + (count + offset) % RING] = number
            # Last, so that nobody reads a place that is not written yet.
            self.words[_COUNT] = count + len(numbers)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # A handle of its own: locks of one handle do not exclude threads of one process.
        lock = os.open(self.directory / "board.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def relay_position(self) -> tuple[int, int]:
        """The last message of other machines that was applied here; (0, 0) when none ever was."""
        return self.words[_RELAY_MS], self.words[_RELAY_SEQ]

    def set_relay_position(self, milliseconds: int, sequence: int) -> None:
        """Remember the last message applied."""
        self.words[_RELAY_MS], self.words[_RELAY_SEQ] = milliseconds, sequence

    def claim_slot(self) -> int:
        """First word of a slot of counters for this process: a free one or a dead process's.

        With more live processes than slots, the last slot is shared and counts a little less.
        """
        with self._locked():
            for number in range(SLOTS):
                word = _FIRST_SLOT + number * SLOT_WORDS
                if not _is_alive(self.words[word]):
                    break
            self.words[word] = os.getpid()
            return word

    def counters(self) -> dict[str, int]:
        """Totals over all processes of this machine since the board was made."""
        firsts = [_FIRST_SLOT + number * SLOT_WORDS for number in range(SLOTS)]
        totals = {name: sum(self.words[f + word] for f in firsts) for name, word in COUNTED.items()}
        return totals | {"invalidations": self.count}


def _is_alive(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
