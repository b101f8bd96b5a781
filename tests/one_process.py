"""Tests that share something dear run in one process, not each in whichever is free.

pytest-xdist marks such tests and renames them, which pytest 9.2 does not let it do: the mark is
not heard, and every process loaded every place of Indonesia.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

MODULES = (
    "tests/places/test_all_places.py",
    "tests/journeys/test_officer_app_modules.py",
)


class _Together(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module in MODULES else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return _Together(config, log)
