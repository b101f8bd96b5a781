"""What a fresh machine needs before it can serve; skipped at once when nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from cms.places.models import Region, Unit

STAMP = "prepared.json"
_WATCHED = ("*/migrations/*.py", "*/*/migrations/*.py", "requirements.lock")
_STATIC = ("*/static/**/*", "*/*/static/**/*")


def prepare(*, demo: bool, say: Callable[[str], None]) -> None:
    """Migrate, load places, derive units, collect static files and (``demo``) seed content.

    Side effects: writes the database and the var directory. Each step is skipped when the files it
    depends on are the same as the last time it succeeded, so that a second start is quick.
    """
    done = _read_stamp()
    schema, static = _fingerprint(_WATCHED), _fingerprint(_STATIC)
    database = json.dumps(settings.ENV.database_url, sort_keys=True)
    if (done.get("schema"), done.get("database")) != (schema, database):
        say("Menyiapkan basis data… · Preparing the database…")
        call_command("migrate", interactive=False, verbosity=0)
        if not Region.objects.exists():
            say("Memuat 83.763 desa dan kelurahan… · Loading every village of Indonesia…")
            call_command("load_regions", verbosity=0)
        if not Unit.objects.exists():
            say("Menyusun satuan kepolisian… · Deriving the police units…")
            call_command("derive_units", verbosity=0)
    if done.get("static") != static:
        say("Menyiapkan berkas statis… · Collecting static files…")
        call_command("collectstatic", interactive=False, verbosity=0)
    if demo and (done.get("database"), done.get("demo")) != (database, True):
        say("Membuat isi contoh (sekali saja)… · Making demo content (once)…")
        call_command("seed_demo", verbosity=1)
    _write_stamp({"schema": schema, "static": static, "database": database, "demo": demo})


def _fingerprint(patterns: tuple[str, ...]) -> str:
    """One hash over name, size and time of every file that matches."""
    digest = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    skip = (root / ".venv", settings.ENV.var_dir)
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and not any(path.is_relative_to(s) for s in skip):
                facts = path.stat()
                digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _read_stamp() -> dict:
    try:
        return json.loads((settings.ENV.var_dir / STAMP).read_text())
    except (OSError, ValueError):
        return {}


def _write_stamp(facts: dict) -> None:
    settings.ENV.var_dir.mkdir(parents=True, exist_ok=True)
    temporary = settings.ENV.var_dir / f"{STAMP}.new"
    temporary.write_text(json.dumps(facts))
    temporary.replace(settings.ENV.var_dir / STAMP)
