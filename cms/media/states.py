"""The states of an upload, before and after it is whole, as data."""

from cms.base.transitions import Transition, TransitionTable

ATTEMPTS_MAX = 5  # at one step

UPLOAD_TABLE = TransitionTable(
    name="upload",
    states=("received", "processing", "ready", "failed"),
    initial="received",
    transitions=(
        Transition("begin", ("received",), "processing"),
        Transition("finish", ("processing",), "ready"),
        Transition("fail", ("received", "processing"), "failed"),
        Transition("retry", ("failed",), "received"),
    ),
)

RESUMABLE_TABLE = TransitionTable(
    name="resumable",
    states=("receiving", "checking", "kept", "refused"),
    initial="receiving",
    transitions=(
        Transition("complete", ("receiving",), "checking"),
        Transition("keep", ("checking",), "kept"),
        Transition("refuse", ("checking",), "refused"),
    ),
)

ERASURE_TABLE = TransitionTable(
    name="erasure",
    states=("received", "blocked", "refused", "erased"),
    initial="received",
    transitions=(
        Transition("block", ("received",), "blocked"),
        Transition("refuse", ("received", "blocked"), "refused"),
        Transition("erase", ("received", "blocked"), "erased"),
    ),
)
