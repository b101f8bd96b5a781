"""``manage.py seed_demo``: the demo's content, or, with large numbers, rows for load tests."""

import time

from django.core.management.base import BaseCommand, CommandError

from cms.config.demo import bulk, seed

DEMO = {"officers": 40, "reports": 300, "stories": 80}
# Beyond these, pictures and workflow for each would take days: bulk rows instead.
CAREFUL_MAX = {"officers": 400, "reports": 3000, "stories": 1000}


class Command(BaseCommand):
    help = (
        "Makes the demo (40 officers, 300 reports, 80 stories by default), the same each time. "
        "Larger numbers make plain rows in bulk, for load tests."
    )

    def add_arguments(self, parser):
        for name, count in DEMO.items():
            parser.add_argument(f"--{name}", type=int, default=count, metavar="N")

    def handle(self, *, officers, reports, stories, verbosity, **options):
        wanted = {"officers": officers, "reports": reports, "stories": stories}
        if min(wanted.values()) < 0:
            raise CommandError("numbers cannot be negative")
        began = time.monotonic()
        say = self.stdout.write if verbosity else lambda text: None
        if any(count > CAREFUL_MAX[name] for name, count in wanted.items()):
            bulk.fill(**wanted, say=say)
        elif seed.is_seeded():
            say("There are officers already: nothing was made.")
            return
        else:
            try:
                seed.seed(
                    officer_count=officers, report_count=reports, story_count=stories, say=say
                )
            except ValueError as error:
                raise CommandError(str(error)) from None
        say(f"  {time.monotonic() - began:.0f} s")
