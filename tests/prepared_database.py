"""A migrated database is made once and copied: running every migration costs a minute.

What it is made of is in its name, so a changed migration makes a new one. Whoever comes first makes
it; others of the same run wait and copy. A test that commits leaves a database behind that is then
made what it was when copied, at once: emptying every table and reading the migrations' rows in
again, as Django does, costs seconds.
"""

from __future__ import annotations

import fcntl
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import django
from django.apps import apps

_FOLDER = Path(tempfile.gettempdir())
_HERE = Path(__file__).parent


class KeepsRows:
    """Part of a ``DatabaseCreation`` whose flush puts the migrations' rows back by itself."""

    def serialize_db_to_string(self) -> str:
        return ""

    def deserialize_db_from_string(self, data: str) -> None:
        """They are there already."""


@cache
def fingerprint() -> str:
    """Of every migration of every installed app, and of what runs and keeps them."""
    digest = hashlib.sha256(f"{sys.version} {django.VERSION}".encode())
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        for path in sorted(folder.rglob("*.py")):
            digest.update(f"{app.label} {path.relative_to(folder)}".encode())
            digest.update(path.read_bytes())
    for path in sorted(_HERE.glob("*_backend/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def template_file() -> Path:
    """Where the migrated SQLite database of this code lies, or will."""
    return _FOLDER / f"sambang-migrated-{fingerprint()}.sqlite3"


@contextmanager
def one_maker(vendor: str) -> Iterator[None]:
    """Only one process of this machine at a time makes a database of this code and ``vendor``."""
    with (_FOLDER / f"sambang-migrated-{fingerprint()}.{vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
