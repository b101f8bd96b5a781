"""The officer's app where things are worse than usual: answers lost all day, a full phone."""

import pytest
from playwright.sync_api import expect

from cms.media.models import Upload
from stories.models import Report
from tests.journeys.phone import film, picture, rows, send_now, until, write_report

pytestmark = [
    pytest.mark.once,
    pytest.mark.browser,
    pytest.mark.whole_browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
MB = 1024 * 1024


def test_a_third_of_the_answers_lost_and_two_tabs_make_nothing_twice(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    link.go_down()
    for number in range(5):
        write_report(page, title=f"Pos ronda {number}", text=TEXT, photos=[picture(number, 400)])
        page.click("[data-next]")
        until(page, "location.hash.startsWith('#/laporan/')")
        phone.open(page)
        page.wait_for_selector(".app-new")
    sent = {row["sha256"] for row in rows(page, "files")}

    link.lost_share = 0.3
    link.come_up()
    second = phone.open(phone.page())
    waiting = "document.querySelectorAll('[data-here] .report-card').length"
    for press in range(60):
        if page.evaluate(waiting) == 0:
            break
        send_now((page, second)[press % 2])
        page.wait_for_timeout(500)
    until(page, f"{waiting} === 0")

    assert link.lost_count >= 5
    assert sorted(Report.objects.values_list("title", "state")) == [
        (f"Pos ronda {number}", "submitted") for number in range(5)
    ]
    assert Upload.objects.count() == len(sent) == 5
    assert set(Upload.objects.values_list("sha256", flat=True)) == sent
    assert [report.attachments.count() for report in Report.objects.all()] == [1] * 5
    assert rows(page, "blobs") == []


def test_a_phone_that_is_nearly_full_says_so_before_anything_is_taken(
    phone, link, officer, tmp_path
):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    devtools = phone.context.new_cdp_session(page)

    def leave(byte_count: int) -> None:
        devtools.send(
            "Storage.overrideQuotaForOrigin", {"origin": phone.base, "quotaSize": byte_count}
        )

    leave(100 * MB)
    page.click(".app-new")
    page.locator("[name=activities]").first.press("Space")
    page.locator("[name=village]").first.press("Space")
    page.click("[data-next]")
    page.wait_for_selector("[data-room]:visible")
    expect(page.locator("[data-room]")).to_contain_text(
        "Penyimpanan ponsel hampir penuh", use_inner_text=True
    )
    assert rows(page, "files") == []

    # What still fits is kept; what does not is said by its name, and nothing that was is lost.
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(1)])
    until(page, "document.querySelectorAll('.app-file').length === 1")
    leave(61 * MB)
    page.set_input_files("[data-take=video]", film(tmp_path / "pos-ronda.mp4", 2 * MB))
    until(page, "document.body.innerText.includes('tidak punya ruang untuk “pos-ronda.mp4”')")
    assert [row["kind"] for row in rows(page, "files")] == ["photo"]
    page.click("[data-next]")
    page.fill("#f-title", "Pos ronda")
    page.fill("#f-text", TEXT)
    page.click("[data-next]")
    until(page, "document.querySelector('[data-tag]')?.textContent === 'Terkirim'")
    assert Report.objects.get().attachments.count() == 1


# A phone whose store is slow: what was sent cannot be read until it is let go.
HOLD = """
() => new Promise((resolve) => {
  const request = indexedDB.open("sambang-lapor");
  request.onsuccess = () => {
    const known = request.result.transaction("known", "readwrite").objectStore("known");
    const ask = () => { known.count().onsuccess = () => { if (!window.letGo) ask(); }; };
    ask();
    resolve();
  };
})
"""


def test_a_press_while_the_first_screen_is_drawn_anew_opens_the_form(phone, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.evaluate(HOLD)
    # Something changed, and the first screen is being drawn anew when the officer presses.
    page.evaluate("() => { window.dispatchEvent(new Event('offline')); }")
    page.wait_for_timeout(500)
    page.evaluate("() => document.querySelector('.app-new').click()")
    page.wait_for_selector("[name=activities]", state="attached")

    page.evaluate("() => { window.letGo = true; }")
    page.wait_for_timeout(500)

    assert page.locator("[name=activities]").count()
    assert not page.locator(".app-new").count()
