"""``manage.py serve``: the same as ``python -m cms.config.serve``."""

import sys

from django.core.management.base import BaseCommand

from cms.config import serve


class Command(BaseCommand):
    help = "Prepares the database and serves Sambang: web, worker and sweeper, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=serve.PARTS, help="run just this part")
        parser.add_argument("--no-prepare", action="store_true", help="trust that all is prepared")

    def handle(self, *, only, no_prepare, **options):
        arguments = ["--only", only] if only else []
        arguments += ["--no-prepare"] if no_prepare else []
        sys.exit(serve.main(arguments))
