"""Transition tables are sound when imported, and say what is possible."""

import pytest

from cms.base.transitions import NoSuchTransition, Transition, TransitionTable

TABLE = TransitionTable(
    name="pintu",
    states=("terbuka", "tertutup"),
    initial="terbuka",
    transitions=(
        Transition("tutup", ("terbuka",), "tertutup"),
        Transition("buka", ("tertutup",), "terbuka"),
    ),
)


def test_target_follows_the_table():
    assert TABLE.target("terbuka", "tutup") == "tertutup"
    assert TABLE.events("tertutup") == ("buka",)


def test_impossible_event_is_named():
    with pytest.raises(NoSuchTransition, match="buka"):
        TABLE.target("terbuka", "buka")


@pytest.mark.parametrize(
    ("states", "transitions", "why"),
    [
        (("a", "b"), (), "nothing leads"),
        (("a",), (Transition("x", ("a",), "c"),), "unknown states"),
        (
            ("a", "b"),
            (Transition("x", ("a",), "b"), Transition("x", ("a",), "a")),
            "two targets",
        ),
    ],
)
def test_unsound_tables_are_refused_at_import(states, transitions, why):
    with pytest.raises(ValueError, match=why):
        TransitionTable(name="t", states=states, initial="a", transitions=transitions)


def test_the_diagram_shows_every_step():
    drawn = TABLE.mermaid({"tutup": "Tutup"})

    assert "[*] --> terbuka" in drawn
    assert "terbuka --> tertutup: Tutup" in drawn
