"""A phone that several officers share: what one wrote is seen by that one alone."""

import contextlib

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from stories.models import Report
from tests.factories.people import OfficerFactory
from tests.factories.stories import ReportFactory
from tests.journeys.phone import keys, until, wait_until_kept, write_report
from tests.password import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Rahasia petugas pertama"
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
NOBODY = "document.body.innerText.includes('Belum ada yang masuk')"


def draft_of_the_first(phone, officer):
    """A page of the app in which ``officer`` has just written a draft."""
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    write_report(page, title=TITLE, text=TEXT)
    wait_until_kept(page, TEXT)
    return page


def test_signing_out_on_any_page_hides_the_drafts(phone, link, officer):
    page = draft_of_the_first(phone, officer)
    other = phone.open(phone.page())  # another tab of the app
    other.wait_for_selector(".app-new")
    page.goto(f"{phone.base}/keamanan/")

    page.click("form[action$='/keluar/'] button")
    page.wait_for_url(lambda address: "/keamanan/" not in address)
    until(other, "!document.body.innerText.includes('Rahasia')")
    assert keys(page, "known") == []
    link.go_down()
    phone.open(page)
    until(page, NOBODY)
    page.evaluate("location.hash = '#/x'")
    page.wait_for_timeout(500)

    assert TITLE not in page.inner_text("body")
    assert page.evaluate(NOBODY)


def test_another_tab_hides_the_drafts_before_the_server_heard_of_it(phone, officer):
    page = draft_of_the_first(phone, officer)
    other = phone.open(phone.page())
    other.wait_for_selector(".app-new")
    page.goto(f"{phone.base}/keamanan/")
    page.route("**/keluar/", lambda route: None)

    page.evaluate("document.querySelector('form[action$=\"/keluar/\"]').requestSubmit()")
    other.wait_for_selector("[name=username]")
    assert not Session.objects.exists()


def held_back(page, addresses: str = "**/lapor/sesi/") -> list:
    """The server's answers, held back from now on, each with its request: to who is signed in."""
    held = []

    def hold(route) -> None:
        with contextlib.suppress(Error):  # asked when the signal goes, or the page
            held.append((route, route.fetch()))

    page.route(addresses, hold)
    return held


def wait_for(page, held, count: int) -> None:
    while len(held) < count:
        page.wait_for_timeout(20)


def let_through(page, held) -> None:
    """The answers come, in the order of their questions, and what follows is done."""
    for route, answer in held:
        route.fulfill(response=answer)
        page.wait_for_timeout(300)


def sign_out_unheard(phone, page) -> None:
    """Sign out in ``page``, of which its other tabs hear nothing."""
    page.evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    page.evaluate("SyncManager.prototype.register = async () => {}")
    phone.open(page, "#/ponsel")
    page.click("[data-sign-out]")
    page.wait_for_selector("[name=username]")


def test_who_signs_out_while_news_are_asked_for_stays_signed_out(phone, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    phone.open(page, "#/ponsel")
    # The worker would ask as well, out of our hands.
    page.evaluate("SyncManager.prototype.register = async () => {}")
    held = held_back(page)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # taken up again
    wait_for(page, held, 2)  # who sends, and who asks for news
    page.click("[data-sign-out]")
    wait_for(page, held, 3)
    let_through(page, held)

    page.unroute("**/lapor/sesi/")
    page.wait_for_selector("[name=username]")
    assert keys(page, "known") == []


def test_another_tab_that_asked_before_brings_nobody_back(phone, link, officer):
    page = draft_of_the_first(phone, officer)
    other = phone.open(phone.page())
    other.wait_for_selector(".app-new")
    held = held_back(other)
    other.reload()
    wait_for(other, held, 1)

    sign_out_unheard(phone, page)
    let_through(other, held[:1])
    other.close()
    link.go_down()
    phone.open(page)

    until(page, NOBODY)
    assert TITLE not in page.inner_text("body")


def test_news_that_another_tab_asked_for_before_are_not_kept(phone, officer):
    ReportFactory(officer=officer, submitted=True, title="Sudah di redaksi")
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    other = phone.open(phone.page())
    other.wait_for_selector(".app-new")
    held = held_back(other, "**/api/v1/reports/?*")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_for(other, held, 1)
    while len(keys(page, "known")) != 1:
        page.wait_for_timeout(20)

    sign_out_unheard(phone, page)
    let_through(other, held)

    assert keys(page, "known") == []


def test_a_tab_left_open_shows_nothing_of_the_first_once_the_second_is_there(phone, officer):
    second = OfficerFactory(signed_up=True, posted=True)
    page = draft_of_the_first(phone, officer)
    other = phone.open(phone.page())
    until(other, "document.body.innerText.includes('Rahasia')")
    Session.objects.all().delete()

    phone.sign_in(page, second.nrp)

    until(other, "!document.body.innerText.includes('Rahasia')")


def test_signing_out_without_a_signal_hides_all_and_ends_the_session_later(phone, link, officer):
    page = draft_of_the_first(phone, officer)
    link.go_down()
    phone.open(page, "#/ponsel")

    page.click("[data-sign-out]")
    until(page, NOBODY)
    phone.open(page)
    until(page, NOBODY)
    for press in ("#/", "#/ponsel"):
        page.evaluate("(hash) => { location.hash = hash; }", press)
        page.wait_for_timeout(400)
        assert page.evaluate(NOBODY)
    assert Session.objects.count() == 1

    link.come_up()
    page.reload()
    page.wait_for_selector("[name=username]")
    assert not Session.objects.exists()
    phone.sign_in(page, officer.nrp)
    expect(page.locator("main")).to_contain_text(TITLE, use_inner_text=True)


def test_a_page_outside_the_app_ends_the_session_of_who_left_without_a_signal(phone, link, officer):
    page = draft_of_the_first(phone, officer)
    link.go_down()
    phone.open(page, "#/ponsel")
    page.click("[data-sign-out]")
    until(page, NOBODY)

    link.come_up()
    page.goto(f"{phone.base}/keamanan/")
    page.wait_for_url(lambda address: "/keamanan/" not in address)
    page.goto(f"{phone.base}/keamanan/")

    page.wait_for_selector("[name=username]")


def test_the_next_one_begins_nothing_in_the_name_of_who_never_signed_out(phone, link, officer):
    second = OfficerFactory(signed_up=True, posted=True)
    page = draft_of_the_first(phone, officer)
    Session.objects.all().delete()
    phone.open(page)
    page.goto(f"{phone.base}/masuk/")
    page.fill("[name=username]", second.nrp)
    page.fill("[name=password]", PASSWORD)
    link.rtt_s = 1.5  # who is here is not known at once

    seen = []
    page.click("main button[type=submit]")
    for _look in range(40):
        page.wait_for_timeout(200)
        with contextlib.suppress(Error):  # between two pages
            seen.append(page.inner_text("main", timeout=500))
        if page.locator(".app-new").count():
            break
    write_report(page, title="Laporan petugas kedua", text=TEXT)
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    until(page, "document.querySelector('[data-tag]')?.textContent === 'Terkirim'")

    assert not any(TITLE in text for text in seen)
    assert Report.objects.get().officer == second
