"""``manage.py export_openapi``: the API's description, for the web server and for readers."""

from pathlib import Path

from django.core.management.base import BaseCommand

from cms.config import openapi


class Command(BaseCommand):
    help = "Writes the OpenAPI 3.1 description of the API to its file, or to --output."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, help="another file; - for standard output")

    def handle(self, *, output, **options):
        if output is None:
            self.stdout.write(str(openapi.export()))
        elif str(output) == "-":
            self.stdout.write(openapi.make().decode())
        else:
            output.write_bytes(openapi.make())
