"""``--another-django``: what a further run, on another Django, has no need to repeat.

The whole of the tests runs on both databases with one Django. A run with another one asks what that
makes of our models, migrations, queries, views, API, forms, screens and templates. What it leaves
out is here and nowhere else: what carries one of ``MARKS``, and ``PLACES``. The log says so.
"""

from __future__ import annotations

import pytest

MARKS = {
    "once": "slow, and the same on every database and Django",
    "browser": "our JavaScript in a browser",
    "s3": "a storage server",
    "redis": "a Redis server",
}
PLACES = {
    "tests/edge/test_layer.py": "the cache in front of Django",
    "tests/feeds/test_thousand.py": "a load",
    "tests/media/test_kill.py": "a killed process",
    "tests/media/test_publishing_kill.py": "a killed process",
    "tests/media/test_pictures.py": "decoders and encoders",
    "tests/places/test_all_places.py": "the real edition of the places",
    "tests/publishing/test_kill.py": "a killed process",
    "tests/publishing/test_release_kill.py": "a killed process",
    "tests/stories/test_api_kill.py": "a killed process",
}


def pytest_addoption(parser):
    parser.addoption(
        "--another-django",
        action="store_true",
        help="leave out what is not about Django (tests/another_django.py)",
    )


def pytest_report_header(config):
    if not config.getoption("--another-django"):
        return None
    reasons = [f"marked {mark}: {why}" for mark, why in MARKS.items()]
    reasons += [f"{place}: {why}" for place, why in PLACES.items()]
    return ["left out, for it is not about Django:", *(f"  {line}" for line in reasons)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if not config.getoption("--another-django"):
        return
    left_out = [item for item in items if _is_left_out(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not _is_left_out(item)]


def _is_left_out(item) -> bool:
    place = item.nodeid.partition("::")[0]
    return place in PLACES or any(item.get_closest_marker(mark) for mark in MARKS)
