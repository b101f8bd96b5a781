"""What a fresh machine needs before it can serve; each step is skipped when nothing changed."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from cms.config import prepared
from cms.places.models import Region, Unit


def prepare(*, say: Callable[[str], None]) -> None:
    """Migrate, load places, derive units, collect static files and, in demo mode, seed content.

    Side effects: writes the database and the var directory.
    """
    done, wanted = prepared.read(settings.ENV), prepared.wanted(settings.ENV)
    is_same_database = done.get("database") == wanted["database"]
    if not is_same_database or done.get("schema") != wanted["schema"]:
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
    if done.get("static") != wanted["static"]:
        say("Menyiapkan berkas statis… · Collecting static files…")
        call_command("collectstatic", interactive=False, verbosity=0)
    if done.get("api") != wanted["api"]:
        call_command("export_openapi", verbosity=0, stdout=io.StringIO())
    if wanted["demo"] and not (is_same_database and done.get("demo")):
        say("Membuat isi contoh (sekali saja)… · Making demo content (once)…")
        call_command("seed_demo", verbosity=1)
    prepared.write(settings.ENV, wanted)
