"""Public pages on narrow phones, with scripts, where the head of the page has its most tools."""

import pytest

from tests.factories.publishing import PublishedItemFactory

PATHS = ("/", "/cerita/", "/bhabinkamtibmas/", "/cari/?q=desa", "/umpan/", "/api/", "/masuk/")


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("width", [320, 360])
def test_no_public_page_is_wider_than_the_phone(browser, live_server, width):
    item = PublishedItemFactory(with_photos=False)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 740}, locale="id"
    )
    context.set_default_timeout(30_000)
    page = context.new_page()

    wide = {}
    for path in (*PATHS, item.path):
        page.goto(path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert {path: found for path, found in wide.items() if found > width} == {}
