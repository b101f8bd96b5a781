"""State changes as data: a table of (state, event) → state. Pure: no Django in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class NoSuchTransition(Exception):
    """The event is not possible in this state."""

    def __init__(self, table: str, state: str, event: str):
        super().__init__(f"{table}: no event {event!r} in state {state!r}")
        self.table, self.state, self.event = table, state, event


@dataclass(frozen=True, slots=True)
class Transition:
    """In any of ``sources``, ``event`` leads to ``target``."""

    event: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class TransitionTable:
    """All states and events of one thing.

    Raises ValueError at import when the table is not sound: an unknown state, two targets for the
    same (state, event), or a state that nothing reaches.
    """

    name: str
    states: tuple[str, ...]
    initial: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        known = set(self.states)
        targets: dict[tuple[str, str], str] = {}
        for transition in self.transitions:
            strangers = ({*transition.sources, transition.target} | {self.initial}) - known
            if strangers:
                raise ValueError(f"{self.name}: unknown states {sorted(strangers)}")
            for source in transition.sources:
                if (source, transition.event) in targets:
                    raise ValueError(f"{self.name}: two targets for {source} + {transition.event}")
                targets[source, transition.event] = transition.target
        unreachable = known - self.reachable()
        if unreachable:
            raise ValueError(f"{self.name}: nothing leads to {sorted(unreachable)}")

    def reachable(self) -> set[str]:
        """Every state that can be reached from the initial one."""
        seen, frontier = {self.initial}, [self.initial]
        while frontier:
            state = frontier.pop()
            for transition in self.transitions:
                if state in transition.sources and transition.target not in seen:
                    seen.add(transition.target)
                    frontier.append(transition.target)
        return seen

    def target(self, state: str, event: str) -> str:
        """The state after ``event`` in ``state``. Raises NoSuchTransition."""
        for transition in self.transitions:
            if transition.event == event and state in transition.sources:
                return transition.target
        raise NoSuchTransition(self.name, state, event)

    def allows(self, state: str, event: str) -> bool:
        return any(t.event == event and state in t.sources for t in self.transitions)

    def events(self, state: str) -> tuple[str, ...]:
        """The events possible in ``state``, in table order."""
        return tuple(t.event for t in self.transitions if state in t.sources)

    def sources(self, event: str) -> tuple[str, ...]:
        """The states in which ``event`` is possible."""
        return tuple(s for t in self.transitions if t.event == event for s in t.sources)

    def mermaid(self, labels: dict[str, str] | None = None) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        labels = labels or {}
        lines: list[str] = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += _arrows(self.transitions, labels)
        return "\n".join(lines)


def _arrows(transitions: Iterable[Transition], labels: dict[str, str]) -> list[str]:
    return [
        f"    {source} --> {t.target}: {labels.get(t.event, t.event)}"
        for t in transitions
        for source in t.sources
    ]
