"""``manage.py retry_uploads``: prepare files again that failed, once the cause is gone."""

from django.core.management.base import BaseCommand, CommandError

from cms.media.failures import failed_uploads
from cms.media.services.retrying import retry_all


class Command(BaseCommand):
    """Lists what failed and why; tries those named again, or all of them."""

    help = "List uploads whose preparation failed; ids (or --all) try them again."

    def add_arguments(self, parser):
        parser.add_argument("ids", nargs="*", help="which ones to try again")
        parser.add_argument("--all", action="store_true", help="try all of them again")

    def handle(self, *, ids: list[str], **options):
        failed = {str(upload.pk): upload for upload in failed_uploads().iterator()}
        if unknown := [key for key in ids if key not in failed]:
            raise CommandError(f"not among those that failed: {', '.join(unknown)}")
        wanted = sorted(failed if options["all"] else ids)
        for key, upload in failed.items():
            self.stdout.write(f"{key} {upload.kind} {upload.failure}")
        outcomes = retry_all(actor=None, upload_ids=[failed[key].pk for key in wanted])
        for outcome in outcomes:
            if outcome.problem:
                self.stderr.write(f"{outcome.upload_id}: {outcome.problem}")
        tried = sum(not outcome.problem for outcome in outcomes)
        self.stdout.write(f"{len(failed)} failed, {tried} tried again")
