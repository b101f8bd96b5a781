"""The three steps of a report under an officer's thumbs: what is written stays where it is."""

import pytest
from playwright.sync_api import expect

from stories.models import Report
from tests.factories.people import place
from tests.journeys.phone import on_the_phone, picture, rows, slow_down, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
FILES = "document.querySelectorAll('.app-file').length"
DIED_TWICE = """store.getAll().onsuccess = (event) =>
  store.put({ ...event.target.result[0], status: "chosen", tries: 2, sha256: null, thumb: "" })"""
# Another tab makes the photos small, until it lets go.
OTHER_TAB = """() => {
  const held = new Promise((resolve) => { globalThis.letGo = resolve; });
  navigator.locks.request(`small:${location.hash.split("/")[2]}`, () => held);
}"""
FOUND = "document.querySelectorAll('[data-list=found] input').length"


@pytest.fixture
def nearby(officer):
    """Two villages of one name: one in the regency of the officer's unit, one far away."""
    officer.unit.region = place().parent
    officer.unit.save()
    place("31.71.01.1001", "Sukamaju")
    return place("32.01.04.2001", "Sukamaju").code


def second_step(phone, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.click(".app-new")
    for name in ("activities", "village"):
        page.locator(f"[name={name}]").first.press("Space")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    return page


def test_a_caption_is_written_on_while_the_next_photo_is_made_small(phone, officer):
    page = second_step(phone, officer)
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(1)])
    until(page, f"{FILES} === 1")

    page.focus(".app-file [data-caption]")
    page.keyboard.type("Warga ")
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(2, 2400), picture(3)])
    until(page, f"{FILES} === 3")
    page.keyboard.type("berjaga")
    expect(page.locator(".app-file [data-caption]").first).to_have_value("Warga berjaga")

    page.locator(".app-file [data-remove]").nth(1).click()
    until(page, f"{FILES} === 2")
    expect(page.locator(".app-file [data-caption]").first).to_have_value("Warga berjaga")
    page.click("[data-back]")
    page.wait_for_selector("[data-step='1']:not([hidden])")
    page.click("[data-next]")
    until(page, f"{FILES} === 2")
    expect(page.locator(".app-file [data-caption]").first).to_have_value("Warga berjaga")


def test_another_village_is_found_the_nearest_first_and_chosen(phone, officer, nearby):
    for number in range(3):
        place(f"32.01.05.200{number}", f"Cijeruk {number}")
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.click(".app-new")
    page.click("text=Desa lain")

    page.fill("[data-find]", "cijeruk")
    until(page, f"{FOUND} === 3")
    page.fill("[data-find]", "sukamaju")
    until(page, f"{FOUND} === 2")
    first = page.locator("[data-list=found] input").first
    expect(first).to_have_attribute("value", nearby)
    first.press("Space")
    page.fill("[data-find]", "cij")
    until(page, f"{FOUND} === 4")  # the chosen one stays
    chosen = page.locator("[name=village]:checked")
    expect(chosen).to_have_attribute("value", nearby)
    page.fill("[data-find]", "")
    until(page, f"{FOUND} === 1")

    page.locator("[name=activities]").first.press("Space")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    assert rows(page, "reports")[0]["words"]["village"]["code"] == nearby


def test_an_answer_that_comes_late_does_not_hide_a_later_question(phone, link, officer):
    place("32.01.05.2001", "Cijeruk")
    place("32.01.04.2001", "Sukamaju")
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.click(".app-new")
    page.click("text=Desa lain")
    slow = []
    page.route("**/wilayah/cari/?q=cijeruk*", lambda route: slow.append(route))

    page.fill("[data-find]", "cijeruk")
    page.wait_for_timeout(600)
    page.fill("[data-find]", "sukamaju")
    until(page, f"{FOUND} === 1")
    slow[0].continue_()
    page.wait_for_timeout(600)
    expect(page.locator("[data-list=found]")).to_contain_text("Sukamaju", use_inner_text=True)


def test_the_plain_form_finds_the_nearest_village_first_too(phone, officer, nearby):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.goto(f"{phone.base}/lapor/baru/?biasa=1")

    page.locator("[data-village-picker] [type=search]").press_sequentially("sukamaju")
    until(page, "document.querySelectorAll('[data-found]').length === 2")
    first = page.locator("[data-found] input").first
    expect(first).to_have_attribute("value", nearby)


def send_in_haste(page, photos):
    """Press on to the last step and send before the photos are made small, on a slow phone."""
    slow_down(page, 6)
    page.locator("[data-take=photo]").nth(1).set_input_files(photos)
    page.click("[data-next]")
    page.fill("#f-title", "Pos ronda RW 05")
    page.fill("#f-text", "Malam ini warga RW 05 menyalakan lagi pos ronda, bergiliran sampai pagi.")
    page.click("[data-next]")


def test_photos_that_are_still_made_small_go_along_with_a_report_sent_in_haste(phone, officer):
    page = second_step(phone, officer)
    send_in_haste(page, [picture(n, 3000) for n in range(5)])

    until(page, "document.querySelector('[data-tag]')?.textContent === 'Terkirim'", within_s=120)
    assert Report.objects.get().attachments.count() == 5


def statuses(page) -> list[str]:
    return [row["status"] for row in rows(page, "files")]


def test_photos_need_no_choosing_again_when_the_browser_dies_over_them(phone, officer):
    page = second_step(phone, officer)
    slow_down(page, 6)
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(n, 3000) for n in range(4)])
    until(page, f"{FILES} === 4")
    phone.kill()

    page = phone.start()
    phone.sign_in(page, officer.nrp)
    (draft,) = rows(page, "reports")
    phone.open(page, f"#/tulis/{draft['id']}/3")
    page.fill("#f-title", "Pos ronda RW 05")
    page.fill("#f-text", "Malam ini warga RW 05 menyalakan lagi pos ronda, bergiliran sampai pagi.")
    page.click("[data-next]")
    until(page, "document.querySelector('[data-tag]')?.textContent === 'Terkirim'", within_s=120)

    sizes = [one.upload.byte_count for one in Report.objects.get().attachments.all()]
    assert len(sizes) == 4
    assert max(sizes) <= 400_000


def test_photos_that_were_chosen_are_made_small_at_the_next_start(phone, officer):
    page = second_step(phone, officer)
    slow_down(page, 6)
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(n, 3000) for n in range(4)])
    until(page, f"{FILES} === 4")
    assert "chosen" in statuses(page)
    page.fill(".app-file:last-child [data-caption]", "Pos yang baru dicat")
    while not any(row["caption"] for row in rows(page, "files")):
        page.wait_for_timeout(20)
    phone.kill()

    page = phone.start()
    phone.sign_in(page, officer.nrp)
    while statuses(page) != ["waiting"] * 4:
        page.wait_for_timeout(200)
    kept = sorted(rows(page, "files"), key=lambda row: row["position"])
    assert all(row["size"] <= 400_000 and row["thumb"] and row["sha256"] for row in kept)
    assert [row["caption"] for row in kept] == ["", "", "", "Pos yang baru dicat"]


def test_a_photo_over_which_the_browser_dies_again_and_again_goes_as_it_is(phone, link, officer):
    page = second_step(phone, officer)
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(1, 1200)])
    until(page, f"{FILES} === 1")
    while statuses(page) != ["waiting"]:
        page.wait_for_timeout(100)
    on_the_phone(page, "files", DIED_TWICE)
    phone.kill()

    page = phone.start()
    phone.sign_in(page, officer.nrp)
    while statuses(page) != ["waiting"]:
        page.wait_for_timeout(100)
    (row,) = rows(page, "files")
    assert (row["thumb"], len(row["sha256"])) == ("", 64)


def test_a_photo_that_could_not_be_taken_is_told_before_the_report_goes(phone, officer):
    page = second_step(phone, officer)
    empty = {"name": "kosong.jpg", "mimeType": "image/jpeg", "buffer": b""}
    send_in_haste(page, [picture(1, 3000), empty])

    page.wait_for_selector("[data-problems]:visible")
    expect(page.locator("[data-problems]")).to_contain_text("kosong.jpg", use_inner_text=True)
    assert rows(page, "reports")[0]["status"] == "draft"
    page.click("[data-problems] a")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    until(page, f"{FILES} === 1")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-next]")
    until(page, "document.querySelector('[data-tag]')?.textContent === 'Terkirim'", within_s=120)
    assert Report.objects.get().attachments.count() == 1


def test_photos_still_made_small_show_up_after_a_look_at_another_step(phone, officer):
    page = second_step(phone, officer)
    slow_down(page, 6)
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(n, 3000) for n in range(4)])
    page.click("[data-back]")
    page.wait_for_selector("[data-step='1']:not([hidden])")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    until(page, f"{FILES} === 4")
    until(page, "document.querySelector('[data-taking]').textContent === ''")


def test_a_press_is_not_lost_to_photos_that_are_made_small_above_it(phone, officer):
    page = second_step(phone, officer)
    page.set_viewport_size({"width": 360, "height": 1600})  # more than all of it
    page.evaluate(OTHER_TAB)
    bar = page.locator("[data-next]").bounding_box()
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(n, 1600) for n in range(3)])
    until(page, f"{FILES} === 3")

    page.locator("[data-remove]").last.hover()
    page.mouse.down()
    page.evaluate("letGo()")
    page.wait_for_timeout(2000)
    page.mouse.up()

    until(page, f"{FILES} === 2")
    assert page.locator("[data-next]").bounding_box() == bar


def test_a_draft_thrown_away_leaves_no_photo_that_was_still_made_small(phone, officer):
    page = second_step(phone, officer)
    page.on("dialog", lambda dialog: dialog.accept())
    slow_down(page, 6)
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(n, 3000) for n in range(4)])
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")

    page.click("[data-discard]")
    until(page, "location.hash === '#/'")
    page.wait_for_timeout(3000)
    assert rows(page, "reports") == rows(page, "files") == rows(page, "blobs") == []
