"""Background doors: each calls services."""

from stories.services.desk.breaches import AT_ONCE, tell_breaches
from stories.services.desk.presence import forget_gone


def sweep_desk() -> None:
    """One round of the sweeper: reports whose time is over, and heartbeats that ended."""
    while tell_breaches() == AT_ONCE:
        pass
    forget_gone()
