"""Sending goes on in the worker when the tab that sent is closed (Background Sync)."""

import pytest

from stories.models import Report
from tests.journeys.phone import picture, registration_of, until, write_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.whole_browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Warga Pondok Rajeg menyalakan lagi pos ronda"
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
ASKED = """navigator.serviceWorker.getRegistration()
  .then((registration) => registration.sync.getTags()).then((tags) => tags.includes("kirim"))"""


def give_sync(phone, page) -> None:
    """What the browser does when it finds that there is a network."""
    devtools, scope = registration_of(page)
    event = {"origin": phone.base, "registrationId": scope, "tag": "kirim", "lastChance": False}
    devtools.send("ServiceWorker.dispatchSyncEvent", event)


def test_a_tab_that_is_closed_while_it_sends_leaves_the_rest_to_the_worker(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    write_report(page, title=TITLE, text=TEXT, photos=[picture(1, 3000), picture(2, 3000)])
    link.rate = 60_000
    page.click("[data-next]")
    until(page, ASKED)
    until(page, "document.body.innerText.includes('1 dari 3 bagian')")

    # The page has the turn; the worker waits for it, and does not think that all is done.
    give_sync(phone, page)
    page.wait_for_timeout(500)
    assert Report.objects.get().attachments.count() < 2
    idle = phone.context.new_page()
    page.close()

    for _look in range(900):
        if Report.objects.get().attachments.count() == 2:
            break
        idle.wait_for_timeout(100)
    assert Report.objects.get().attachments.count() == 2
