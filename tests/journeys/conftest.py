"""A real browser against a real server; skipped, in plain words, where Chromium is missing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.phone import slow_down

# Playwright keeps an event loop in this thread; our queries here are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# The same engine without windows and menus, which starts in two thirds of the processor time.
# It has no push service and no Background Sync: what asks for those, and the journeys from one end
# to the other, are marked `whole_browser`.
ENGINE = shutil.which("chromium-headless-shell") or CHROMIUM
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


def browser_for(request) -> str:
    """The program that a test asks for; without any the test is skipped, in plain words."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed here (Debian: apt install chromium)")
    return CHROMIUM if request.node.get_closest_marker("whole_browser") else ENGINE


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def browser(request, transactional_db):
    """A Chromium for one test.

    Begun after the database was made ready and ended before it is put back: Playwright's event loop
    makes Django open connections of its own, which know nothing of the ones around it.
    """
    with chromium(browser_for(request)) as browser:
        yield browser
        connections.close_all()


@pytest.fixture
def phone(browser, live_server):
    """A page of a cheap phone: 360 px, no JavaScript."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(request, browser, live_server):
    """Makes a page at a desk for each person who asks: 1280 px, scripts on, errors collected."""
    contexts = []

    def open_page():
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        slow_down(page, request.config.getoption("--slow-browser"))
        return page

    yield open_page
    for context in contexts:
        context.close()
