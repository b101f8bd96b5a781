"""How this app writes the audit chain: one chain a Polda."""

from cms.base import audit, stale
from cms.people.models import Officer
from cms.people.public import OFFICER_LISTS, OFFICERS, officer_tag, portrait_tag
from cms.places.models import Unit

_POLDA = 2 * Unit.steplen


def chain_name(unit: Unit) -> str:
    """The chain of the Polda above ``unit``."""
    return f"people:{unit.path[:_POLDA]}"


def record(*, actor, verb: str, target, unit: Unit, data: dict | None = None) -> None:
    """Append ``verb`` about ``target`` to the chain of the Polda above ``unit``.

    What is recorded about an officer may show in public: kept copies of it are announced as old.
    """
    audit.append(actor=actor, verb=verb, target=target, data=data, chain=chain_name(unit))
    if isinstance(target, Officer):
        announce_officer(target)


def announce_officer(officer: Officer) -> None:
    """What the public may have been shown of ``officer`` is old."""
    key = officer.public_id
    stale.announce([officer_tag(key), portrait_tag(key), OFFICER_LISTS])


def announce_all_officers() -> None:
    """Every officer may have changed."""
    stale.announce([OFFICERS, OFFICER_LISTS])
