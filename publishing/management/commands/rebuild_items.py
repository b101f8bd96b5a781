"""``manage.py rebuild_items``: make the read model again from the pages."""

from django.core.management.base import BaseCommand

from publishing.services import rebuild_items


class Command(BaseCommand):
    help = "Recomputes every published item from its page; a right one stays byte for byte."

    def handle(self, *, verbosity, **options):
        total, mended = rebuild_items()
        if verbosity:
            self.stdout.write(f"{total} items, {mended} mended.")
