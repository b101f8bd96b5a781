"""Fixtures that every test may use, and the rule that nothing may skip."""

import gc

import pytest
from django.core.cache import cache
from django.utils import translation

from tests.peers.http_peer import peer
from tests.peers.push_service import push_service

pytest_plugins = ["tests.another_django", "tests.one_process"]
__all__ = ["peer", "push_service"]


@pytest.fixture(autouse=True)
def language_of_a_fresh_process():
    """A request for an English page leaves its language behind in the thread: not for the next."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_kept():
    """The cache holds what this test puts there: no numbers, no renditions under a primary key that
    another test used, no place where another sweep stopped. Query counts are the worst ones."""
    cache.clear()


def pytest_addoption(parser):
    parser.addoption(
        "--nothing-skips",
        action="store_true",
        help="a skipped test fails the run (continuous integration)",
    )
    parser.addoption(
        "--slow-browser",
        type=float,
        default=1,
        metavar="TIMES",
        help="browsers compute at a fraction of their speed, far from the server: finds what "
        "looks at a screen that is not drawn yet (tests/journeys)",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes long begins first, so that all processes end together: browsers, processes, films.

    No test needs to run after another: each begins with what the migrations made
    (tests/prepared_database.py). A second mark for those that commit keeps Django from making
    content types and permissions once more.
    """
    long = []
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker and marker.kwargs.get("transaction")
        if commits:
            item.add_marker(
                pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False
            )
        if commits or any(item.iter_markers("once")):
            long.append(item)
    first = set(long)
    items[:] = long + [item for item in items if item not in first]


def pytest_collection_finish():
    """Code and tests are no garbage: the collector need not look at them after each test."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Under --nothing-skips a run with a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not (reporter and session.config.getoption("--nothing-skips")):
        return
    skipped = reporter.stats.get("skipped", [])
    for report in skipped:
        reporter.write_line(f"SKIPPED, which is not allowed here: {report.nodeid}")
    if skipped and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
