"""``Verdict``: the answer to "may this person do that?", with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass

from cms.base.errors import Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not, and if not, why: the reason is shown to the person."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise :class:`Refused` with the reason unless allowed."""
        if not self.allowed:
            raise Refused(self.reason)


ALLOWED = Verdict(True)


def refuse(reason: str) -> Verdict:
    """A verdict that says no, with ``reason`` in the words of the person who asked."""
    return Verdict(False, str(reason))
