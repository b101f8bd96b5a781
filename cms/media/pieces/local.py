"""Files on their way on this machine's disk (or one that several machines share)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

FOLDER = "incoming"
# What tusd writes beside a file: what it knows of it, and who holds it.
_NOTES = (".info", ".lock", ".stop")


class LocalPieces:
    """One file a key, written in place; then renamed to where it stays."""

    save_every_s = 1.0
    save_every_bytes = 4 * 1024 * 1024

    def __init__(self, storage):
        self.root = Path(storage.location)

    def _path(self, key: uuid.UUID) -> Path:
        return self.root / FOLDER / key.hex[:2] / key.hex

    def room(self) -> int | None:
        self.root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.root).free

    def begin(self, key: uuid.UUID) -> dict[str, Any]:
        return {}  # whoever announces waits for no disk: the first piece makes the file

    def writer(
        self, key: uuid.UUID, kept: dict[str, Any], offset: int, reserve: Callable
    ) -> LocalWriter:
        return LocalWriter(self._path(key), offset)

    def is_written(self, key: uuid.UUID) -> bool:
        try:
            os.close(_locked(self._path(key), os.O_RDWR))
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    def seal(self, key: uuid.UUID, kept: dict[str, Any], length: int) -> None:
        with contextlib.suppress(FileNotFoundError):  # settled already
            os.truncate(self._path(key), length)
            _make_durable(self._path(key))  # tusd leaves that to the system

    def open(self, key: uuid.UUID) -> BinaryIO:
        return self._path(key).open("rb")

    def settle(self, key: uuid.UUID, name: str) -> None:
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._path(key).replace(target)
        except FileNotFoundError:
            if not target.exists():
                raise
        _make_durable(target.parent)

    def discard(self, key: uuid.UUID, kept: dict[str, Any]) -> None:
        self._path(key).unlink(missing_ok=True)
        for note in _NOTES:
            (self.root / FOLDER / f"{key}{note}").unlink(missing_ok=True)

    def at_tusd(self, key: uuid.UUID) -> tuple[str, dict[str, str]]:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return str(key), {"Path": str(path.absolute())}

    def is_begun_by_tusd(self, key: uuid.UUID) -> bool:
        with contextlib.suppress(FileNotFoundError):
            return self._path(key).stat().st_size > 0
        return False

    def is_whole(self, key: uuid.UUID, length: int) -> bool:
        with contextlib.suppress(FileNotFoundError):
            return self._path(key).stat().st_size == length
        return False

    def begun_before(self, moment: datetime) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
        folder = self.root / FOLDER
        patterns = ("*/*", *(f"*{note}" for note in _NOTES))
        for path in chain.from_iterable(map(folder.glob, patterns)):
            with contextlib.suppress(FileNotFoundError, ValueError):
                if path.stat().st_mtime < moment.timestamp():
                    yield uuid.UUID(hex=path.stem), {}


def _make_durable(path: Path) -> None:
    """Have a file, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _locked(path: Path, flags: int) -> int:
    """A handle of the file at ``path``, for one living process at a time. Raises
    BlockingIOError."""
    handle = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(handle)
        raise
    return handle


class LocalWriter:
    """Writes at its place; the system's lock on the file ends with the process that holds it."""

    def __init__(self, path: Path, offset: int):
        self._folder = path.parent
        # Whoever died before the first save may have left a name that the disk does not know yet.
        self._is_named = offset > 0
        if not self._is_named:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._file = _locked(path, os.O_RDWR | (0 if self._is_named else os.O_CREAT))
        try:
            if os.fstat(self._file).st_size < offset:
                raise FileNotFoundError(path)  # the disk lost what was committed
            os.lseek(self._file, offset, os.SEEK_SET)
        except BaseException:
            os.close(self._file)
            raise

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]

    def save(self) -> dict[str, Any]:
        os.fdatasync(self._file)
        if not self._is_named:
            _make_durable(self._folder)
            self._is_named = True
        return {}

    def close(self) -> None:
        os.close(self._file)
