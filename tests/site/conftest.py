"""Fixtures of the public site."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_kept():
    """The five-minute numbers start empty, so that query counts are the worst ones."""
    cache.clear()
    yield
    cache.clear()
