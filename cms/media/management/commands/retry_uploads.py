"""``manage.py retry_uploads``: prepare files again that failed, once the cause is gone."""

from django.core.management.base import BaseCommand, CommandError

from cms.base.errors import DomainError
from cms.media.selectors import failed_uploads
from cms.media.services.ingest import retry


class Command(BaseCommand):
    """Lists what failed and why; tries those named again, or all of them."""

    help = "List uploads whose preparation failed; ids (or --all) try them again."

    def add_arguments(self, parser):
        parser.add_argument("ids", nargs="*", help="which ones to try again")
        parser.add_argument("--all", action="store_true", help="try all of them again")

    def handle(self, *, ids: list[str], **options):
        failed = {str(upload.pk): upload for upload in failed_uploads()}
        if unknown := [key for key in ids if key not in failed]:
            raise CommandError(f"not among those that failed: {', '.join(unknown)}")
        wanted = set(failed if options["all"] else ids)
        for key, upload in failed.items():
            self.stdout.write(f"{key} {upload.kind} {upload.failure}")
        for key in sorted(wanted):
            try:
                retry(actor=None, upload=failed[key])
            except DomainError as error:
                self.stderr.write(f"{key}: {error}")
        self.stdout.write(f"{len(failed)} failed, {len(wanted)} tried again")
