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
        "spiked",
    ),
    initial="draft",
    transitions=(
        Transition("submit", ("draft", "returned"), "submitted"),
        # The part that the desk split off another report goes on where that one stands.
        Transition("split_off", ("draft",), "claimed"),
        Transition("claim", ("submitted",), "claimed"),
        Transition("assign", ("submitted",), "claimed"),
        Transition("hand_over", ("claimed",), "claimed"),
        Transition("take_over", ("claimed",), "claimed"),
        Transition("split", ("claimed",), "claimed"),
        Transition("release_claim", ("claimed",), "submitted"),
        Transition("return", ("claimed",), "returned"),
        # Returned by mistake, or its officer cannot answer any more.
        Transition("recall", ("returned",), "claimed"),
        # Declined: read and decided, with a reason for its officer. Spiked: put aside undecided.
        Transition("decline", ("claimed",), "declined"),
        Transition("reopen", ("declined",), "submitted"),
        Transition("spike", ("submitted", "claimed"), "spiked"),
        Transition("restore", ("spiked",), "submitted"),
        Transition("accept", ("claimed",), "accepted"),
        Transition("unaccept", ("accepted",), "claimed"),
        Transition("publish", ("accepted",), "published"),
        Transition("unpublish", ("published",), "accepted"),
    ),
)
