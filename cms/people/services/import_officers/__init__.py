"""Officers from a CSV or XLSX file: read, checked row by row, applied as a whole or not at all."""

from cms.people.services.import_officers.applying import (
    check,
    commit,
    forget_old,
    plan_again,
    run,
)
from cms.people.services.import_officers.planning import (
    Outcome,
    Plan,
    Problem,
    RowPlan,
    make_plan,
)
from cms.people.services.import_officers.reading import MOST_BYTES
from cms.people.services.import_officers.report import mistakes_csv, template_csv, template_xlsx

__all__ = [
    "MOST_BYTES",
    "Outcome",
    "Plan",
    "Problem",
    "RowPlan",
    "check",
    "commit",
    "forget_old",
    "make_plan",
    "mistakes_csv",
    "plan_again",
    "run",
    "template_csv",
    "template_xlsx",
]
