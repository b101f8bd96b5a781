"""Fixtures of the feeds."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_kept():
    """Names of places, units and terms are kept for five minutes: not from one test to the next."""
    cache.clear()
    yield
    cache.clear()
