"""``manage.py import_officers FILE``: what a CSV or XLSX file of officers would do, or does."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.base.errors import DomainError
from cms.people.selectors import user_by_login
from cms.people.services.import_officers import MOST_BYTES, make_plan, mistakes_csv, run


class Command(BaseCommand):
    """Shows the plan; writes with ``--commit``, and only when no row is wrong."""

    help = "Check a CSV or XLSX file of officers; --commit applies it, as a whole or not at all."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="apply it when no row is wrong")
        parser.add_argument(
            "--as", dest="login", help="NRP or e-mail of who does it (default: system)"
        )
        parser.add_argument("--mistakes", type=Path, help="write the mistakes to this CSV file")

    def handle(self, *, file: Path, commit: bool, login: str | None, mistakes, **options):
        actor = user_by_login(login) if login else None
        if login and actor is None:
            raise CommandError(f"nobody signs in as {login}")
        data = self._read(file)
        try:
            if commit:
                row, plan = run(actor=actor, data=data, file_name=file.name)
            else:
                row, plan = None, make_plan(actor=actor, data=data)
        except DomainError as error:
            raise CommandError(str(error)) from None
        for planned in plan.rows:
            for problem in planned.problems:
                self.stdout.write(f"{planned.number}: {problem.column}: {problem.message}")
        if mistakes:
            mistakes.write_bytes(mistakes_csv(plan))
        counts = ", ".join(f"{name} {count}" for name, count in plan.counts.items())
        self.stdout.write(f"{counts}; {'applied' if row else 'nothing written'}")
        if plan.counts["wrong"]:
            raise CommandError("some rows are wrong")

    @staticmethod
    def _read(file: Path) -> bytes:
        try:
            with file.open("rb") as stream:
                # One byte more than allowed is enough to be refused.
                return stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror}") from None
