"""The states of an upload, before and after it is whole, as data."""

from cms.base.transitions import Transition, TransitionTable

ATTEMPTS_MAX = 5
LEASE_S = 15 * 60

UPLOAD_TABLE = TransitionTable(
    name="upload",
    states=("received", "processing", "ready", "failed"),
    initial="received",
    transitions=(
        # A worker may begin again what another one left: its lease is checked in the same UPDATE.
        Transition("begin", ("received", "processing"), "processing"),
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
