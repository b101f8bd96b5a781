"""``manage.py derive_units``: the unit tree (Mabes, Polda, Polres, Polsek) from the regions."""

import time

from django.core.management.base import BaseCommand, CommandError

from cms.base.errors import DomainError
from cms.places.models import Level, Region
from cms.places.services.derive_units import derive_units


class Command(BaseCommand):
    help = "Derive the police units from the regions; units set by hand are left alone."

    def handle(self, *, verbosity, **options):
        began = time.monotonic()
        if not Region.objects.filter(level=Level.PROVINCE, retired_on=None).exists():
            raise CommandError("There are no regions yet: run load_regions first.")
        try:
            derived = derive_units()
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not verbosity:
            return
        seconds = time.monotonic() - began
        if derived.is_unchanged:
            self.stdout.write(f"Nothing to change: {derived.total:,} units ({seconds:.1f} s).")
            return
        self.stdout.write(
            f"{derived.added:,} added, {derived.changed:,} changed, {derived.moved:,} moved, "
            f"{derived.deactivated:,} deactivated; now {derived.total:,} units ({seconds:.1f} s)."
        )
