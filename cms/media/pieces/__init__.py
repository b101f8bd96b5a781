"""Where the bytes of a file lie that is still on its way: beside the private originals.

A store keeps what arrived under a key and says what it needs to remember as a small dictionary
(``kept``), which the caller commits together with the offset: bytes that no committed ``kept``
names do not count and are written over or dropped. So a process may die at any point.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from django.core.files.storage import FileSystemStorage, storages

from cms.media.pieces.local import LocalPieces
from cms.media.pieces.s3 import S3Pieces

Kept = dict[str, Any]


class Writer(Protocol):
    """Appends to one file, for one holder at a time."""

    def write(self, data: bytes) -> None:
        """Take ``data`` after what was written before."""

    def save(self) -> Kept:
        """Make all that was written durable; what to commit with the offset."""

    def close(self) -> None:
        """Let go. What was written after the last :meth:`save` does not count."""


class Pieces(Protocol):
    """A store of files on their way. ``save_every_s`` is how often saving is cheap enough."""

    save_every_s: float
    save_every_bytes: int

    def room(self) -> int | None:
        """How many bytes still fit; None when nobody knows an end."""

    def begin(self, key: uuid.UUID) -> Kept:
        """Prepare for a new file."""

    def writer(
        self, key: uuid.UUID, kept: Kept, offset: int, reserve: Callable[[Kept], None]
    ) -> Writer:
        """A writer at ``offset``. ``reserve`` commits a ``kept`` before something is written that
        another writer must never write over; it raises when the file is somebody else's by now.
        Raises BlockingIOError while another process writes, and FileNotFoundError when what was
        committed is lost."""

    def is_written(self, key: uuid.UUID) -> bool:
        """Whether a living process has a writer open; also true where nobody can know."""

    def seal(self, key: uuid.UUID, kept: Kept, length: int) -> None:
        """Nothing more will come; afterwards :meth:`open` works. May be done again."""

    def open(self, key: uuid.UUID) -> BinaryIO:
        """The sealed file, seekable, in little memory and without a copy on this machine."""

    def settle(self, key: uuid.UUID, name: str) -> None:
        """Make the sealed file the stored private file ``name``. May be done again."""

    def discard(self, key: uuid.UUID, kept: Kept) -> None:
        """Drop everything under ``key``. May be done again."""

    def at_tusd(self, key: uuid.UUID) -> tuple[str, dict[str, str]]:
        """The id that tusd gives a new file, and its ``Storage``, so that it lies where
        :meth:`open` finds it."""

    def is_begun_by_tusd(self, key: uuid.UUID) -> bool:
        """Whether tusd has something that a new file under its id would write over."""

    def is_whole(self, key: uuid.UUID, length: int) -> bool:
        """Whether so many bytes lie here under ``key``, in one."""

    def begun_before(self, moment: datetime) -> Iterator[tuple[uuid.UUID, Kept]]:
        """What lies here since before ``moment``, settled files aside, as :meth:`discard` wants
        it."""


def pieces() -> Pieces:
    """The store that goes with the private storage of this installation."""
    storage = storages["default"]
    if isinstance(storage, FileSystemStorage):
        return LocalPieces(storage)
    return S3Pieces(storage)
