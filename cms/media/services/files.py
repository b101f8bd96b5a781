"""Stored files: putting them down, reading them from this machine, and deleting them so that none
is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from cms.base import stale
from cms.base.jobs import enqueue_on_commit
from cms.media.models import DoomedFile

log = logging.getLogger(__name__)
BATCH = 500


def doom(*, storage: str, names: Iterable[str]) -> None:
    """Delete files of ``storage`` ("default" or "public") after the transaction commits.

    The rows survive a crash; ``delete_doomed`` (task and sweep) does the deed.
    """
    rows = [DoomedFile(storage=storage, name=name) for name in names if name]
    if rows:
        DoomedFile.objects.bulk_create(rows)
        enqueue_on_commit("cms.media.tasks.delete_doomed_files")


def delete_doomed() -> int:
    """Delete the next ``BATCH`` doomed files; return how many went. One that resists waits behind
    all others."""
    gone, resisting = [], []
    for row in DoomedFile.objects.order_by("turn_at", "id")[:BATCH]:
        try:
            storages[row.storage].delete(row.name)
        except Exception:
            log.exception("could not delete %s", row)
            resisting.append(row.pk)
            continue
        gone.append(row)
    addresses = [storages["public"].url(row.name) for row in gone if row.storage == "public"]
    with transaction.atomic():
        DoomedFile.objects.filter(pk__in=[row.pk for row in gone]).delete()
        DoomedFile.objects.filter(pk__in=resisting).update(turn_at=timezone.now())
        if addresses:
            # Proxies were told that such a file never changes.
            stale.announce(paths=addresses)
    return len(gone)


@contextmanager
def discarded_on_error(storage: str = "default"):
    """Yield a list; names of files of ``storage`` added to it are deleted if the block raises."""
    names: list[str] = []
    try:
        yield names
    except BaseException:
        for name in names:
            try:
                storages[storage].delete(name)
            except Exception:
                log.exception("could not delete %s", name)
        raise


@contextmanager
def local_file(file, directory: Path, *, name: str = "original"):
    """A stored ``file`` as one on this machine: itself where storage is local, else a copy in
    ``directory``."""
    storage = file.storage
    try:
        path = Path(storage.path(file.name))
    except NotImplementedError:
        path = directory / name
        with storage.open(file.name, "rb") as remote, path.open("wb") as local:
            while chunk := remote.read(1024 * 1024):
                local.write(chunk)
    yield path
