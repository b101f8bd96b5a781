"""The states of a report, as one table. Data only: services apply it, docs draw it."""

from cms.base.transitions import Transition, TransitionTable

REPORT = TransitionTable(
    name="report",
    states=(
        "draft",
        "submitted",
        "claimed",
        "returned",
        "accepted",
        "declined",
        "published",
    ),
    initial="draft",
    transitions=(
        Transition("submit", ("draft", "returned"), "submitted"),
        Transition("claim", ("submitted",), "claimed"),
        Transition("release_claim", ("claimed",), "submitted"),
        Transition("return", ("claimed",), "returned"),
        Transition("decline", ("claimed",), "declined"),
        Transition("reopen", ("declined",), "submitted"),
        Transition("accept", ("claimed",), "accepted"),
        Transition("publish", ("accepted",), "published"),
        Transition("unpublish", ("published",), "accepted"),
    ),
)
