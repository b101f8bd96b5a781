"""``manage.py load_regions``: the areas of Indonesia, from the files that come along or newer."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.base.errors import DomainError
from cms.base.statistics import refresh_statistics
from cms.places.models import Level
from cms.places.services.load_regions import load_regions


class Command(BaseCommand):
    help = "Load provinces, regencies, districts and villages, or follow a newer edition of them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--from",
            dest="source",
            type=Path,
            metavar="DIR_OR_ARCHIVE",
            help="a directory, tar or zip with the four CSV files (default: those of Sambang)",
        )
        parser.add_argument(
            "--code-changes",
            type=Path,
            metavar="CSV",
            help="columns old_code,new_code: these areas keep their row under the new code",
        )
        parser.add_argument(
            "--allow-shrinking",
            action="store_true",
            help="accept an edition that lacks more than 5 %% of a level",
        )

    def handle(self, *, source, code_changes, allow_shrinking, verbosity, **options):
        began = time.monotonic()
        try:
            loaded = load_regions(
                source=source, code_changes=code_changes, allow_shrinking=allow_shrinking
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not loaded.is_unchanged:
            refresh_statistics()
        if not verbosity:
            return
        counts = ", ".join(
            f"{count:,} {Level(level).name.lower()}" for level, count in loaded.by_level.items()
        )
        seconds = time.monotonic() - began
        if loaded.is_unchanged:
            self.stdout.write(f"Nothing to change: {counts} ({seconds:.1f} s).")
            return
        self.stdout.write(
            f"{loaded.added:,} added, {loaded.changed:,} changed, {loaded.retired:,} retired, "
            f"{loaded.restored:,} back in force, {loaded.recoded:,} with a new code; "
            f"now {counts} ({seconds:.1f} s)."
        )
