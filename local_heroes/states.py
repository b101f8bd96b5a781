"""The way of a profile to the public, as one table: two people always stand in it."""

from cms.base.transitions import Transition, TransitionTable

PROFILE = TransitionTable(
    name="hero profile",
    states=("building", "proposed", "approved"),
    initial="building",
    transitions=(
        Transition("propose", ("building",), "proposed"),
        Transition("send_back", ("proposed",), "building"),
        Transition("approve", ("proposed",), "approved"),
        Transition("revise", ("approved",), "building"),
    ),
)
