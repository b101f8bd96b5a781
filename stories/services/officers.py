"""Who reports."""

from cms.people.models import Officer
from cms.people.selectors import officer_of
from stories.permissions import may_report


def reporting_officer(actor) -> Officer:
    """The active officer behind ``actor``. Raises Refused, in plain words, when there is none."""
    officer = officer_of(actor)
    may_report(officer).require()
    return officer
