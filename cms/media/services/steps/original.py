"""First step of every kind: the original is there. And where its bytes are on this machine."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from cms.media.camera import facts_of
from cms.media.models import Upload
from cms.media.services.steps.work import Work
from cms.media.unusable import Unusable


def inspect(work: Work) -> None:
    """Raises Unusable("gone") when storage has lost the original."""
    file = work.upload.file
    if not file.name or not file.storage.exists(file.name):
        raise Unusable("gone")


def inspect_photo(work: Work) -> None:
    """Side effect: what the camera wrote down for staff. Raises Unusable("gone")."""
    inspect(work)
    file = work.upload.file
    with file.storage.open(file.name, "rb") as original:
        facts = facts_of(original)
    with work.finishing() as upload:
        upload.facts = {
            "taken_at": facts.taken_at.isoformat() if facts.taken_at else "",
            "has_place": facts.has_place,
        }


@contextmanager
def local_copy(upload: Upload, directory: Path):
    """The original as a file on this machine: itself where storage is local, else a copy."""
    storage = upload.file.storage
    try:
        path = Path(storage.path(upload.file.name))
    except NotImplementedError:
        path = directory / "original"
        with storage.open(upload.file.name, "rb") as remote, path.open("wb") as local:
            while chunk := remote.read(1024 * 1024):
                local.write(chunk)
    yield path
