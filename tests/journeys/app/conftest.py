"""An officer's phone, on a line that may be weak."""

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from cms.config.sweeps import DATABASE_QUEUE
from tests.factories.people import OfficerFactory
from tests.factories.stories import activity
from tests.journeys.conftest import browser_for
from tests.journeys.phone import Phone
from tests.peers.weak_link import WeakLink


@pytest.fixture(autouse=True)
def work_waits(settings):
    """Pictures are made by a worker, as in real life: no answer waits for them."""
    settings.TASKS = {"default": {"BACKEND": DATABASE_QUEUE}}


@pytest.fixture
def slowness(request) -> float:
    """How many times slower than this machine the phone is (``--slow-browser``)."""
    return request.config.getoption("--slow-browser")


@pytest.fixture
def link(live_server, slowness):
    """The way from the phone to the server."""
    link = WeakLink((live_server.thread.host, live_server.thread.port))
    link.rtt_s = 0.15 if slowness > 1 else 0.0
    yield link
    link.close()


@pytest.fixture
def phone(request, transactional_db, link, slowness, tmp_path):
    """A phone that is not started yet."""
    with sync_playwright() as playwright:
        phone = Phone(playwright, browser_for(request), tmp_path / "phone", link.url)
        phone.slowness = slowness
        (tmp_path / "phone").mkdir()
        yield phone
        phone.stop()
        connections.close_all()


@pytest.fixture
def officer(transactional_db):
    activity()
    return OfficerFactory(signed_up=True, posted=True)
