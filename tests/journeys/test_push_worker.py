"""A message arrives while the app is closed: the app's own service worker shows it."""

import json

import pytest

from tests.factories.people import PASSWORD, OfficerFactory
from tests.journeys.phone import registration_of

SHOWN = """async () => {
    const registration = await navigator.serviceWorker.ready;
    for (let turn = 0; turn < 100; turn += 1) {
        const found = await registration.getNotifications();
        if (found.length) return found.map(({ title, body, data }) => [title, body, data.path]);
        await new Promise((done) => setTimeout(done, 100));
    }
    return [];
}"""


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.whole_browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_phone_shows_that_there_is_news_and_keeps_to_this_site(browser, live_server):
    officer = OfficerFactory(signed_up=True)
    context = browser.new_context(base_url=live_server.url, permissions=["notifications"])
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/masuk/")
    page.fill("[name=username]", officer.nrp)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".app-new")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    devtools, number = registration_of(page)

    def deliver(news):
        message = {"origin": live_server.url, "registrationId": number, "data": news}
        devtools.send("ServiceWorker.deliverPushMessage", message)
        page.wait_for_timeout(1_000)  # the second message replaces the first: nothing to wait for
        return page.evaluate(SHOWN)

    said = {"title": "Ada kabar tentang laporan Anda", "body": "Buka Sambang.", "tag": "satu"}
    assert deliver(json.dumps(said | {"path": "/lapor/1/"})) == [
        ["Ada kabar tentang laporan Anda", "Buka Sambang.", "/lapor/1/"]
    ]
    # A newer one about the same report replaces it; an address elsewhere is never opened.
    newer = deliver(json.dumps(said | {"path": "https://jahat.example/"}))
    assert newer == [["Ada kabar tentang laporan Anda", "Buka Sambang.", "/lapor/"]]
    context.close()
