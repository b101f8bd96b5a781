"""Messages to the phone, from the button to the press on one: our own page, worker and server, and
a push service of our own. Debian's Chromium has no push service behind it: where it would ask one
for an address, and where a person would press, a stand-in for the browser answers."""

import json

import pytest

from cms.config import env
from cms.people.models import PushSubscription
from cms.people.services.push import push_due
from stories.services.desk.deciding import return_report
from tests.factories.stories import ReportFactory
from tests.journeys.phone import registration_of, until

pytestmark = [
    pytest.mark.once,
    pytest.mark.browser,
    pytest.mark.whole_browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
# A new address each time, as browsers do.
BROWSER = """
(() => {
  if (!globalThis.PushManager) return;
  const { endpoint, keys } = %s;
  const kept = () => JSON.parse(localStorage.getItem("stand-in") ?? "null");
  const made = ({ number, key }) => ({
    endpoint: `${endpoint}/${number}`,
    options: { applicationServerKey: Uint8Array.from(key).buffer },
    toJSON() { return { endpoint: this.endpoint, keys }; },
    async unsubscribe() { localStorage.removeItem("stand-in"); return true; },
  });
  PushManager.prototype.getSubscription = async () => (kept() ? made(kept()) : null);
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly) throw new DOMException("seen by the user only", "NotAllowedError");
    const number = Number(localStorage.getItem("stand-in-count") ?? 0) + 1;
    localStorage.setItem("stand-in-count", number);
    localStorage.setItem("stand-in", JSON.stringify({ number, key: [...applicationServerKey] }));
    return made(kept());
  };
})();
"""
# The same event as the browser's, which only the browser can make with an end that waits.
PRESS = """async () => {
  let opened = "";
  self.clients.openWindow = async (address) => { opened = address; };
  const [notification] = await self.registration.getNotifications();
  let ended;
  const waitUntil = (work) => { ended = work.catch((error) => error.name); };
  self.dispatchEvent(Object.assign(new Event("notificationclick"), { notification, waitUntil }));
  await ended;
  return opened;
}"""
SHOWN = """navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications()).then(({ length }) => length === 1)"""
CHANGE = """async ([before, endpoint, keys]) => {
  let ended;
  self.dispatchEvent(Object.assign(new Event("pushsubscriptionchange"), {
    oldSubscription: { endpoint: before, options: {} },
    newSubscription: { toJSON: () => ({ endpoint, keys }) },
    waitUntil(work) { ended = work; },
  }));
  await ended;
}"""


@pytest.fixture
def registration(phone):
    """Delivers a message to the app's worker, as the browser would."""

    def deliver(page, news):
        devtools, number = registration_of(page)
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": phone.base, "registrationId": number, "data": json.dumps(news)},
        )

    return deliver


def worker_of(phone):
    (worker,) = [one for one in phone.context.service_workers if one.url.endswith("/lapor/sw.js")]
    return worker


def addresses() -> set[str]:
    return set(PushSubscription.objects.values_list("endpoint", flat=True))


def test_a_message_arrives_is_pressed_and_opens_its_report(
    phone, officer, push_service, registration
):
    stand_in = json.dumps({"endpoint": push_service.endpoint, "keys": push_service.browser.keys})
    report = ReportFactory(officer=officer, claimed=True)
    page = phone.start()
    phone.context.grant_permissions(["notifications"], origin=phone.base)
    phone.context.add_init_script(BROWSER % stand_in)
    phone.sign_in(page, officer.nrp)

    # Nothing before the button; then this browser is known.
    phone.open(page, "#/ponsel")
    page.wait_for_selector("[data-push-on]:visible")
    assert addresses() == set()
    page.click("[data-push-on]")
    until(page, "document.body.innerText.includes('Aktif di ponsel ini')")
    assert addresses() == {f"{push_service.endpoint}/1"}

    # The desk returns the report: the app that is open shows it by itself.
    phone.open(page)
    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 1")
    return_report(actor=report.claimed_by, report_id=report.pk, note="Tolong tambahkan hasilnya.")
    push_due()
    (message,) = push_service.messages
    registration(page, message["news"])
    until(page, "document.querySelectorAll('[data-needs] .report-card').length === 1")

    # Pressed, the app that is open goes there; without one it is opened at the report.
    assert worker_of(phone).evaluate(PRESS) == ""
    until(page, f"location.hash === '#/laporan/{report.pk}'")
    until(page, "document.body.innerText.includes('Tolong tambahkan hasilnya.')")
    registration(page, message["news"])
    until(page, SHOWN)
    page.goto("about:blank")
    assert worker_of(phone).evaluate(PRESS) == f"/lapor/app/#/laporan/{report.pk}"


def test_a_browser_that_changes_its_address_or_our_key_stays_reachable(
    phone, officer, push_service, settings
):
    keys = push_service.browser.keys
    stand_in = json.dumps({"endpoint": push_service.endpoint, "keys": keys})
    page = phone.start()
    phone.context.grant_permissions(["notifications"], origin=phone.base)
    phone.context.add_init_script(BROWSER % stand_in)
    phone.sign_in(page, officer.nrp)
    phone.open(page, "#/ponsel")
    page.click("[data-push-on]")
    until(page, "document.body.innerText.includes('Aktif di ponsel ini')")

    # Our key changed: the next start of the app, on whichever screen, subscribes anew, unasked.
    settings.WEB_PUSH_PRIVATE_KEY = env.new_push_key()
    page.goto("about:blank")
    phone.open(page)
    for _look in range(600):
        if addresses() == {f"{push_service.endpoint}/2"}:
            break
        page.wait_for_timeout(100)
    assert addresses() == {f"{push_service.endpoint}/2"}

    # The browser changed the address while the app was closed: the worker tells.
    worker_of(phone).evaluate(
        CHANGE, [f"{push_service.endpoint}/2", f"{push_service.endpoint}/neu", keys]
    )
    assert addresses() == {f"{push_service.endpoint}/neu"}


def test_whoever_wants_no_more_messages_gets_none(phone, officer, push_service):
    stand_in = json.dumps({"endpoint": push_service.endpoint, "keys": push_service.browser.keys})
    page = phone.start()
    phone.context.grant_permissions(["notifications"], origin=phone.base)
    phone.context.add_init_script(BROWSER % stand_in)
    phone.sign_in(page, officer.nrp)
    phone.open(page, "#/ponsel")
    page.click("[data-push-on]")
    page.click("[data-push-off]")
    page.wait_for_selector("[data-push-on]:visible")

    assert addresses() == set()
