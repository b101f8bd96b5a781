"""``manage.py verify_audit [CHAIN …]``: recompute the audit chains and name the first break."""

from django.core.management.base import BaseCommand, CommandError

from cms.base import audit
from cms.base.models import AuditChain, AuditEvent


class Command(BaseCommand):
    help = (
        "Recomputes the audit chains; exits 1 and names the first altered row of each broken one."
    )

    def add_arguments(self, parser):
        parser.add_argument("chains", nargs="*", help="chain names; all when none is given")

    def handle(self, *, chains, **options):
        names = set(chains) or {
            *AuditChain.objects.values_list("name", flat=True),
            *AuditEvent.objects.values_list("chain", flat=True).distinct(),
        }
        breaks = [found for name in sorted(names) if (found := audit.verify(name))]
        for found in breaks:
            row = f" (id {found.event_id})" if found.event_id else ""
            self.stderr.write(f"{found.chain}: event {found.number}{row} {found.why}")
        if breaks:
            raise CommandError(f"{len(breaks)} of {len(names)} chains are broken")
        self.stdout.write(f"{len(names)} chains are sound")
