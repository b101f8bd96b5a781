"""What a fresh machine needs before it can serve; each step is skipped when nothing changed."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError, call_command

from cms.config import prepared
from cms.places.models import Region, Unit


def prepare(*, say: Callable[[str], None]) -> None:
    """Migrate, load places, derive units, collect static files and, in demo mode, seed content.

    Side effects: writes the database and the var directory; this process collects garbage less
    often from now on.
    """
    # Migrations build models anew by the thousand: looking for garbage among them so often costs a
    # sixth of the time.
    gc.set_threshold(50_000, 20, 100)
    done, wanted = prepared.read(settings.ENV), prepared.wanted(settings.ENV)
    # Compressing the static files keeps one processor busy, the database another.
    with _beside("collectstatic", when=done.get("static") != wanted["static"]):
        _prepare_database(done, wanted, say=say)
    if done.get("api") != wanted["api"]:
        call_command("export_openapi", verbosity=0, stdout=io.StringIO())
    if wanted["demo"] and not (_is_same_database(done, wanted) and done.get("demo")):
        say("Membuat isi contoh (sekali saja)… · Making demo content (once)…")
        call_command("seed_demo", verbosity=1)
    prepared.write(settings.ENV, wanted)


def _is_same_database(done: dict[str, object], wanted: dict[str, object]) -> bool:
    return done.get("database") == wanted["database"]


def _prepare_database(
    done: dict[str, object], wanted: dict[str, object], *, say: Callable[[str], None]
) -> None:
    if _is_same_database(done, wanted) and done.get("schema") == wanted["schema"]:
        return
    say("Menyiapkan basis data… · Preparing the database…")
    call_command("migrate", interactive=False, verbosity=0)
    if not Region.objects.exists():
        say("Memuat 83.763 desa dan kelurahan… · Loading every village of Indonesia…")
        call_command("load_regions", verbosity=0)
    if not Unit.objects.exists():
        say("Menyusun satuan kepolisian… · Deriving the police units…")
        call_command("derive_units", verbosity=0)
    if wanted["demo"]:
        # A newer version may keep more of each item. With a million of them it takes hours:
        # there the operator chooses the time (docs/operate.md).
        call_command("rebuild_items", verbosity=0)


@contextmanager
def _beside(command: str, *, when: bool) -> Iterator[None]:
    """Run a management command in a process of its own during the block, if ``when``.

    Raises CommandError when it fails: what it printed tells why.
    """
    if not when:
        yield
        return
    arguments = [str(settings.BASE_DIR / "manage.py"), command, "--no-input", "--verbosity", "0"]
    process = subprocess.Popen([sys.executable, *arguments])
    try:
        yield
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.wait():
        raise CommandError(f"{command} did not finish; see above.")
