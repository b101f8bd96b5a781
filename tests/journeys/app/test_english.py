"""The officer's app in English: the same app at its own address, also without a network, and on a
phone where the Indonesian one is kept too."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.people.services.notices import notify
from stories.models import Report
from tests.factories.stories import ReportFactory
from tests.journeys.phone import open_card, send_now, until, write_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Warga Pondok Rajeg menyalakan lagi pos ronda"
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
INDONESIAN = ["Laporan", "Kirim", "Lanjut", "Menunggu", "Tersimpan", "Kegiatan", "Belum ada"]


def indonesian_in(page) -> list[str]:
    """Words of the Indonesian app that the screen shows."""
    shown = page.inner_text("body").replace(TITLE, "").replace(TEXT, "")
    return [word for word in INDONESIAN if word in shown]


def test_english_works_without_a_network_and_so_does_indonesian_beside_it(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)

    # From the Indonesian app to the English one, by its own link.
    phone.open(page, "#/ponsel")
    page.click("text=Read in English")
    page.wait_for_url("**/en/lapor/app/#/ponsel")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "document.body.innerText.includes('This phone')")
    assert indonesian_in(page) == []

    link.go_down()
    page.goto(f"{phone.base}/en/lapor/app/#/")
    page.wait_for_selector("text=New report")
    write_report(page, title=TITLE, text=TEXT)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("[data-next]")
    until(page, "document.body.innerText.includes('Waiting to be sent')")
    assert indonesian_in(page) == []
    phone.open(page)
    page.wait_for_selector("text=Laporan baru")

    # The other app sends it as well as this one: what waits belongs to the officer.
    link.come_up()
    page.goto(f"{phone.base}/en/lapor/app/#/")
    send_now(page)
    until(page, "document.querySelector('[data-sent] .report-card') !== null")
    open_card(page, TITLE)
    until(page, "document.body.innerText.includes('Your report is waiting to be read')")
    assert indonesian_in(page) == []
    assert Report.objects.get().title == TITLE


def test_what_the_server_says_is_english_in_the_english_app(phone, officer):
    report = ReportFactory(officer=officer, submitted=True)
    notify(user=officer.user, text="Read.", path=f"/lapor/{report.pk}/")
    page = phone.start()
    phone.sign_in(page, officer.nrp, english=True)
    expect(page).to_have_url(f"{phone.base}/en/lapor/app/")

    until(page, "document.querySelectorAll('[data-list=notices] li').length === 1")
    link = page.locator("[data-list=notices] a")
    expect(link).to_have_attribute("href", f"#/laporan/{report.pk}")
    write_report(page, title=TITLE, text=TEXT)
    for step in (2, 1):
        page.click("[data-back]")
        page.wait_for_selector(f"[data-step='{step}']:not([hidden])")
    tomorrow = timezone.now() + timedelta(days=2)
    page.fill("[data-when]", tomorrow.strftime("%Y-%m-%dT%H:%M"))
    for step in (1, 2):
        page.wait_for_selector(f"[data-step='{step}']:not([hidden])")
        page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-next]")
    page.wait_for_selector("[data-refused]:not([hidden])")

    expect(page.locator("[data-refused]")).to_contain_text(
        "has not happened yet", use_inner_text=True
    )
    assert indonesian_in(page) == []
