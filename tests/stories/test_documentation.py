"""The picture of the states in the documentation is the table's own."""

import re
from pathlib import Path

from stories.models import ReportState
from stories.states import REPORT

PAGE = Path(__file__).parents[2] / "docs" / "features" / "desk.md"


def test_the_drawn_states_are_the_table():
    drawn = re.search(r"```mermaid\n(.*?)\n```", PAGE.read_text(), re.DOTALL)

    assert drawn
    assert drawn[1] == REPORT.mermaid()


def test_the_table_and_the_column_know_the_same_states():
    assert set(REPORT.states) == set(ReportState.values)
