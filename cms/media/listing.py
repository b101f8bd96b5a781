"""Names of stored files in their order, from anywhere on: Django's storages list whole folders."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage


@dataclass(frozen=True, slots=True)
class Listed:
    """A stored file; ``changed_at`` is when it was written last."""

    name: str
    changed_at: datetime


def listed(storage, folder: str, *, after: str = "") -> Iterator[Listed]:
    """Files ``<folder>/<key>/<file>`` and ``<folder>/<file>`` of ``storage`` whose names come after
    ``after``, by name."""
    if isinstance(storage, FileSystemStorage):
        return _on_disk(Path(storage.location), folder, after)
    return _on_s3(storage, folder, after)


def _on_disk(root: Path, folder: str, after: str) -> Iterator[Listed]:
    begun = after.removeprefix(f"{folder}/").partition("/")[0] if after > folder else ""
    for key in _entries(root / folder):
        # Folders whose every file comes before.
        if key < begun:
            continue
        below = _entries(root / folder / key)
        for name in [f"{folder}/{key}/{file}" for file in below] or [f"{folder}/{key}"]:
            if name <= after:
                continue
            with contextlib.suppress(FileNotFoundError):
                found = (root / name).stat()
                if stat.S_ISREG(found.st_mode):
                    yield Listed(name, datetime.fromtimestamp(found.st_mtime, UTC))


def _entries(path: Path) -> list[str]:
    try:
        return sorted(os.listdir(path))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _on_s3(storage, folder: str, after: str) -> Iterator[Listed]:
    base = f"{storage.location.strip('/')}/".lstrip("/")
    asked = {"Bucket": storage.bucket_name, "Prefix": f"{base}{folder}/"}
    if after:
        asked["StartAfter"] = base + after
    for page in storage.connection.meta.client.get_paginator("list_objects_v2").paginate(**asked):
        for item in page.get("Contents", []):
            yield Listed(item["Key"].removeprefix(base), item["LastModified"])
