"""``manage.py rebuild_library``: write every row of the media library again."""

from django.core.management.base import BaseCommand

from stories.services.library import rows


class Command(BaseCommand):
    help = "Menulis ulang seluruh isi pustaka media dari foto, video, laporan dan cerita."

    def handle(self, *args, verbosity=1, **options):
        """Safe at any time: rows are replaced batch by batch."""
        count = rows.rebuild(say=self._say if verbosity > 1 else lambda count: None)
        if verbosity:
            self.stdout.write(f"{count} foto dan video")

    def _say(self, count: int) -> None:
        self.stdout.write(f"… {count}")
