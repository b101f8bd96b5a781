"""What the server would not take, or not today: the officer reads why and decides."""

import pytest
from playwright.sync_api import expect

from cms.people.models import Role
from stories.models import Report
from stories.services.desk.deciding import return_report
from stories.services.desk.holding import claim
from tests import files
from tests.factories.people import person
from tests.journeys.phone import (
    film,
    keys,
    on_the_phone,
    picture,
    rows,
    send_now,
    until,
    write_report,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Warga Pondok Rajeg menyalakan lagi pos ronda"
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
SENT = "document.querySelector('[data-tag]')?.textContent === 'Terkirim'"
PARTLY = "document.querySelector('[data-tag]')?.textContent === 'Terkirim sebagian'"
BAD = {"name": "jahat.jpg", "mimeType": "image/jpeg", "buffer": files.svg()}
WRONG = """store.getAll().onsuccess = (event) =>
  store.put({ ...event.target.result[0], sha256: "ab".repeat(32) })"""


def sent_with(phone, officer, link, photos, change=None, video=None):
    """The page of a report that was sent; ``change`` is what happened on the phone before."""
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    link.go_down()
    write_report(page, title=TITLE, text=TEXT, photos=photos, video=video)
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    if change:
        on_the_phone(page, *change)
    link.come_up()
    send_now(page)
    return page


def announced(link) -> set[str]:
    return {line.split()[1] for line in link.requests if line.startswith("PATCH ")}


def test_a_refused_file_is_sent_again_as_another_one(phone, link, officer):
    page = sent_with(phone, officer, link, [picture(1)], ("files", WRONG))
    until(page, PARTLY)
    page.wait_for_selector("[data-again]:visible")
    assert Report.objects.get().attachments.count() == 0
    assert len(keys(page, "blobs")) == 1

    page.click("[data-again]:visible")
    until(page, f"{SENT} && document.querySelector('[data-again-box]').hidden")

    assert Report.objects.get().attachments.count() == 1
    assert keys(page, "blobs") == []
    assert len(announced(link)) == 2


def test_a_file_that_is_gone_is_picked_again(phone, link, officer):
    page = sent_with(phone, officer, link, [picture(1)], ("blobs", "store.clear()"))
    until(page, PARTLY)

    page.locator("[data-pick]").set_input_files([picture(2)])
    until(page, "document.querySelector('[data-again-box]')?.hidden")
    until(page, SENT)

    assert Report.objects.get().attachments.count() == 1
    assert len(rows(page, "files")) == 1


def test_what_was_refused_stays_until_it_is_thrown_away(phone, link, officer):
    page = sent_with(phone, officer, link, [BAD, picture(1)])
    until(page, PARTLY)
    report = Report.objects.get()

    phone.open(page, "#/ponsel")
    page.click("[data-clean]")
    until(page, "document.querySelector('[data-clean]').textContent === 'Sudah dibersihkan.'")
    assert len(keys(page, "blobs")) == 1
    editor = person(Role.EDITOR, officer.unit.code)
    claim(actor=editor, report_id=report.pk)
    return_report(actor=editor, report_id=report.pk, note="Tolong tambahkan hasilnya, ya.")
    phone.open(page, f"#/laporan/{report.pk}")
    page.click("[data-coaching] [data-mend]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-back]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    page.wait_for_selector("[data-again]:visible")

    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-drop]:visible")
    until(page, "document.querySelectorAll('.app-file').length === 1")  # what the server has

    assert keys(page, "blobs") == []


def write_without_a_signal(phone, page, title: str, number: int) -> None:
    phone.open(page)
    write_report(page, title=title, text=TEXT, photos=[picture(number, 2400)])
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")


def test_a_photo_that_the_disk_does_not_give_back_stops_nothing_else(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    link.go_down()
    before = phone.stored_bytes()
    write_without_a_signal(phone, page, "Yang rusak", 1)
    broken = phone.stored_bytes() - before
    write_without_a_signal(phone, page, "Yang baik", 2)
    phone.kill()
    for one in broken:
        one.unlink(missing_ok=True)  # the photo as it came is let go of after it was made small
    link.come_up()
    page = phone.start()
    phone.sign_in(page, officer.nrp)

    send_now(page)
    until(page, "document.body.innerText.includes('Terkirim sebagian')")
    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 2")

    good, bad = (Report.objects.get(title=title) for title in ("Yang baik", "Yang rusak"))
    assert (good.attachments.count(), bad.attachments.count()) == (1, 0)
    page.click("text=Yang rusak")
    page.wait_for_selector("[data-pick-label]:visible")
    expect(page.locator(".app-file")).to_contain_text("hilang dari ponsel", use_inner_text=True)


def test_what_the_phone_knows_no_kind_of_goes_as_what_it_was_picked(phone, link, officer, tmp_path):
    nameless = tmp_path / "unduhan-1"
    nameless.write_bytes(picture(1)["buffer"])
    page = phone.start()
    phone.sign_in(page, officer.nrp)

    write_report(page, title=TITLE, text=TEXT, photos=[nameless])
    page.click("[data-next]")
    until(page, SENT)

    assert Report.objects.get().attachments.count() == 1


def test_a_film_too_large_for_the_rest_of_the_day_stands_aside(
    phone, link, officer, settings, tmp_path
):
    settings.UPLOADS_PER_DAY = {"files": 100, "bytes": 2_000_000}
    video = film(tmp_path / "pos-ronda.mp4", 3_000_000)
    page = sent_with(phone, officer, link, [picture(1)], video=video)

    until(page, "document.body.innerText.includes('Jatah kiriman hari ini')")
    until(page, "document.body.innerText.includes('2 dari 3 bagian')")

    expect(page.locator("[data-strip]")).to_contain_text(
        "Server meminta menunggu", use_inner_text=True
    )
    expect(page.locator(".app-file:has-text('Video')")).to_contain_text(
        "Jatah kiriman hari ini", use_inner_text=True
    )
    assert Report.objects.get().attachments.count() == 1
    assert len(keys(page, "blobs")) == 1
