"""``manage.py prepare``: everything between a fresh clone and serving."""

from django.core.management.base import BaseCommand

from cms.config import preparation


class Command(BaseCommand):
    help = "Migrates, loads places, derives units, collects static files; in demo mode, seeds."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        preparation.prepare(say=self._say)

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
