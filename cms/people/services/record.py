"""How this app writes the audit chain: one chain a Polda."""

from cms.base import audit
from cms.places.models import Unit

_POLDA = 2 * Unit.steplen


def chain_name(unit: Unit) -> str:
    """The chain of the Polda above ``unit``."""
    return f"people:{unit.path[:_POLDA]}"


def record(*, actor, verb: str, target, unit: Unit, data: dict | None = None) -> None:
    """Append ``verb`` about ``target`` to the chain of the Polda above ``unit``."""
    audit.append(actor=actor, verb=verb, target=target, data=data, chain=chain_name(unit))
