"""Reports that come back to the officer's app: nothing that the phone does not know of is lost."""

import time

import pytest
from playwright.sync_api import expect

from cms.people.models import Role
from stories.models import Report
from stories.services.desk import holding
from stories.services.desk.deciding import return_report
from tests import files
from tests.factories.people import person
from tests.factories.stories import ReportFactory
from tests.journeys.phone import (
    open_card,
    picture,
    rows,
    send_now,
    until,
    wait_for_the_whole,
    write_report,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Pos ronda RW 05"
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
NOTE = "Tolong tambahkan hasilnya, ya."
SENT = "document.querySelector('[data-tag]')?.textContent === 'Terkirim'"
NEEDED = "document.querySelectorAll('[data-needs] .report-card').length === 1"


def give_back(report: Report) -> None:
    """The desk reads it and asks for more."""
    editor = person(Role.EDITOR, report.unit.code)
    holding.claim(actor=editor, report_id=report.pk)
    return_report(actor=editor, report_id=report.pk, note=NOTE)


def write_first_step(page) -> None:
    page.click(".app-new")
    page.locator("[name=activities]").first.press("Space")
    page.locator("[name=village]").first.press("Space")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")


def send_with_photos(page, phone, link) -> Report:
    """Three photos on a slow line, the report opened before they are there: what the phone knows of
    it is older than its files."""
    link.go_down()
    write_report(page, title=TITLE, text=TEXT, photos=[picture(n, 2400) for n in (1, 2, 3)])
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    link.rate = 60_000
    link.come_up()
    send_now(page)
    until(page, "document.body.innerText.includes('2 dari 4 bagian')")
    phone.open(page)
    open_card(page, TITLE)
    until(page, SENT, within_s=180)
    link.rate = 0
    return Report.objects.get()


def test_mending_without_a_signal_takes_no_photo_away(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = send_with_photos(page, phone, link)
    give_back(report)
    phone.open(page)
    page.reload()
    until(page, NEEDED)
    wait_for_the_whole(page)

    link.go_down()
    page.click(f"[data-needs] >> text={TITLE}")
    page.wait_for_selector("[data-coaching] [data-mend]:visible")
    expect(page.locator("[data-coaching]")).to_contain_text(NOTE, use_inner_text=True)
    page.click("[data-coaching] [data-mend]")
    page.fill("#f-title", "Pos ronda RW 05, dengan hasilnya")
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    link.come_up()
    send_now(page)
    until(page, SENT)

    report.refresh_from_db()
    assert (report.state, report.title) == ("submitted", "Pos ronda RW 05, dengan hasilnya")
    assert report.attachments.count() == 3


def test_without_the_note_it_is_not_mended_but_asks_for_a_signal(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = send_with_photos(page, phone, link)
    give_back(report)
    page.route(f"**/api/v1/reports/{report.pk}/", lambda route: route.abort())
    phone.open(page)
    page.reload()
    until(page, NEEDED)

    link.go_down()
    page.click(f"[data-needs] >> text={TITLE}")
    page.wait_for_selector("[data-coaching]:visible")
    expect(page.locator("[data-coaching]")).to_contain_text(
        "sekali dengan sinyal", use_inner_text=True
    )
    assert page.locator("[data-mend]:visible").count() == 0
    link.come_up()
    page.unroute(f"**/api/v1/reports/{report.pk}/")
    page.reload()
    page.wait_for_selector("[data-coaching] [data-mend]:visible")
    expect(page.locator("[data-coaching]")).to_contain_text(NOTE, use_inner_text=True)


def test_photos_are_told_apart_thrown_away_and_described_one_by_one(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = send_with_photos(page, phone, link)
    give_back(report)
    _first, second, third = report.attachments.order_by("position")
    page.reload()
    page.click("[data-coaching] [data-mend]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-back]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    until(page, "document.querySelectorAll('.app-file').length === 3")
    thumbs = page.locator(".app-file [data-thumb]:visible")
    assert len({thumbs.nth(number).get_attribute("src") for number in range(3)}) == 3
    assert "–" not in page.inner_text("[data-list=files]")  # each with its size
    page.locator(".app-file [data-remove]").first.click()
    until(page, "document.querySelectorAll('.app-file').length === 2")
    page.locator(".app-file [data-caption]").first.fill("Warga di pos ronda")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-next]")
    until(page, SENT)

    found = {one.pk: one.caption for one in report.attachments.all()}
    assert found == {second.pk: "Warga di pos ronda", third.pk: ""}


def give_back_while_its_photo_is_on_its_way(page, link) -> Report:
    """A report with one photo, whose words are written on while the photo has only begun."""
    link.go_down()
    write_report(page, title=TITLE, text=TEXT, photos=[picture(1, 2400)])
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    link.rate = 20_000
    link.come_up()
    send_now(page)
    until(page, "document.body.innerText.includes('1 dari 2 bagian')")
    report = Report.objects.get()
    give_back(report)
    page.reload()
    page.wait_for_selector("[data-coaching] [data-mend]:visible")
    deadline = time.monotonic() + 60
    while not any(row["announced"] for row in rows(page, "files")):
        assert time.monotonic() < deadline, "the photo never began"
        page.wait_for_timeout(100)
    link.rate = 4_000  # it does not end before the officer is done
    page.click("[data-coaching] [data-mend]")
    page.click("[data-back]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    return report


def test_words_about_a_photo_that_is_on_its_way_arrive_with_it(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = give_back_while_its_photo_is_on_its_way(page, link)

    page.fill(".app-file [data-caption]", "Pos yang baru dicat")
    link.rate = 0
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-next]")
    until(page, SENT)

    assert [one.caption for one in report.attachments.all()] == ["Pos yang baru dicat"]


def test_a_photo_thrown_away_while_it_is_on_its_way_does_not_arrive(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = give_back_while_its_photo_is_on_its_way(page, link)

    page.click(".app-file [data-remove]")
    until(page, "document.querySelectorAll('.app-file').length === 0")
    link.rate = 0
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-next]")
    until(page, SENT)

    page.wait_for_timeout(1000)
    report.refresh_from_db()
    assert (report.state, report.attachments.count()) == ("submitted", 0)


def test_what_the_desk_says_is_shown_while_an_original_still_waits_for_wifi(phone, link, officer):
    page = phone.start()
    mobile = "Object.defineProperty(navigator, 'connection', {value: {type: 'cellular'}})"
    phone.context.add_init_script(mobile)
    phone.context.on("serviceworker", lambda worker: worker.evaluate(mobile))
    phone.sign_in(page, officer.nrp)
    write_first_step(page)
    page.locator("[data-original]").check(force=True)
    while not rows(page, "reports")[0]["original"]:
        page.wait_for_timeout(20)
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(1, 2400)])
    until(page, "document.querySelectorAll('.app-file').length === 1")
    page.click("[data-next]")
    page.fill("#f-title", TITLE)
    page.fill("#f-text", TEXT)
    page.click("[data-next]")
    until(page, "document.body.innerText.includes('1 dari 2 bagian')")
    expect(page.locator("[data-tag]")).to_have_text("Sedang dikirim", use_inner_text=True)
    report = Report.objects.get()
    give_back(report)

    phone.open(page)
    page.reload()
    until(page, NEEDED)
    card = page.inner_text("[data-needs] .report-card")
    assert "1 dari 2 bagian" in card
    assert "Sedang dikirim" not in card
    page.click(f"[data-needs] >> text={TITLE}")
    page.wait_for_selector("[data-coaching] [data-mend]:visible")
    expect(page.locator("[data-coaching]")).to_contain_text(NOTE, use_inner_text=True)
    page.click("[data-coaching] [data-mend]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.fill("#f-title", "Dengan hasilnya")
    page.click("[data-next]")
    until(page, "document.body.innerText.includes('1 dari 2 bagian')")
    expect(page.locator("[data-tag]")).to_have_text("Sedang dikirim", use_inner_text=True)
    page.wait_for_timeout(500)
    send_now(page)  # whatever it costs
    until(page, SENT)

    report.refresh_from_db()
    assert (report.state, report.title) == ("submitted", "Dengan hasilnya")
    assert report.attachments.count() == 1


def test_a_file_that_will_never_come_is_said_on_the_first_screen_too(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    bad = {"name": "jahat.jpg", "mimeType": "image/jpeg", "buffer": files.svg()}
    write_report(page, title=TITLE, text=TEXT, photos=[bad, picture(1)])
    page.click("[data-next]")
    until(page, "document.querySelector('[data-tag]')?.textContent === 'Terkirim sebagian'")
    said = page.inner_text(".report-now")
    assert "kecuali berkas yang tidak diterima" in said
    assert "Semua bagian" not in said

    phone.open(page)
    page.reload()
    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 1")
    card = page.inner_text("[data-sent] .report-card")
    assert "Terkirim sebagian" in card
    assert "kecuali berkas yang tidak diterima" in card


def test_what_only_the_list_told_of_is_shown_without_a_copy_to_make(phone, link, officer):
    report = ReportFactory(officer=officer, submitted=True)
    page = phone.start()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    phone.sign_in(page, officer.nrp)
    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 1")

    link.go_down()
    page.click(f"[data-sent] >> text={report.title}")
    page.wait_for_selector("[data-full]:visible")
    assert page.locator("[data-copy]").is_hidden()
    assert "Semua bagian sudah sampai" not in page.inner_text("main")
    link.come_up()
    page.reload()
    page.click("[data-copy]")
    page.wait_for_selector("[data-step='1']:not([hidden])")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    expect(page.locator("#f-title")).to_have_value(report.title)
    expect(page.locator("#f-text")).to_have_value(report.text)
    assert errors == []
