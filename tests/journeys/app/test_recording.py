"""Sound recorded in the officer's app, by a browser whose microphone beeps."""

import pytest
from playwright.sync_api import expect

from stories.models import Report
from tests.journeys.phone import keys, rows, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Warga Pondok Rajeg menyalakan lagi pos ronda"
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
SENT = "document.querySelector('[data-tag]')?.textContent === 'Terkirim'"
LISTENS = "document.querySelector('[data-record]').dataset.live === ''"
WEBM = b"\x1a\x45\xdf\xa3"
# Who asks for the microphone is remembered, so that a test sees whether it is still on.
REMEMBER = """
(() => {
  const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  globalThis.heard = [];
  if (ask) navigator.mediaDevices.getUserMedia = async (what) => {
    const stream = await ask(what);
    globalThis.heard.push(...stream.getTracks());
    return stream;
  };
})();
"""
MICROPHONES = "heard.map((track) => track.readyState)"


@pytest.fixture
def phone(phone):
    phone.flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    return phone


def begin_recording(page) -> None:
    page.click(".app-new")
    page.locator("[name=activities]").first.press("Space")
    page.locator("[name=village]").first.press("Space")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    page.click("[data-record]")
    until(page, LISTENS)


def wait_for_parts(page, count: int) -> None:
    until(page, "true")
    while len(keys(page, "parts")) < count:
        page.wait_for_timeout(200)


def words_and_send(page) -> None:
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.fill("#f-title", TITLE)
    page.fill("#f-text", TEXT)
    page.click("[data-next]")
    until(page, SENT)


def send_after_a_restart(phone, officer):
    """Straight to the last step, as a browser that opens its tabs again does; the page."""
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    (draft,) = rows(page, "reports")
    phone.open(page, f"#/tulis/{draft['id']}/3")
    words_and_send(page)
    return page


def sound_at_the_server() -> bytes:
    (attachment,) = Report.objects.get().attachments.all()
    assert attachment.upload.kind == "audio"
    with attachment.upload.file.open("rb") as file:
        return file.read()


def test_a_recording_ends_and_is_kept_when_the_officer_goes_on(phone, link, officer):
    page = phone.start()
    phone.context.add_init_script(REMEMBER)
    phone.sign_in(page, officer.nrp)
    begin_recording(page)
    wait_for_parts(page, 1)

    page.click("[data-next]")
    words_and_send(page)

    assert page.evaluate(MICROPHONES) == ["ended"]
    assert sound_at_the_server().startswith(WEBM)
    assert keys(page, "parts") == []


def test_a_recording_that_was_cut_off_goes_along(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    begin_recording(page)
    wait_for_parts(page, 2)
    phone.kill()

    page = send_after_a_restart(phone, officer)

    assert sound_at_the_server().startswith(WEBM)
    assert keys(page, "parts") == []


def test_a_recording_that_the_disk_lost_a_piece_of_goes_up_to_there(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    begin_recording(page)
    wait_for_parts(page, 1)
    kept = phone.stored_bytes()
    wait_for_parts(page, 3)
    phone.kill()
    for lost in phone.stored_bytes() - kept:
        lost.unlink()

    page = send_after_a_restart(phone, officer)

    assert sound_at_the_server().startswith(WEBM)
    assert keys(page, "parts") == []


def test_another_tab_does_not_cut_a_recording_that_runs(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    begin_recording(page)
    wait_for_parts(page, 1)
    (draft,) = rows(page, "reports")

    other = phone.open(phone.page(), f"#/tulis/{draft['id']}/2")
    other.wait_for_selector("[data-step='2']:not([hidden])")
    assert rows(other, "files") == []
    page.bring_to_front()
    assert page.evaluate(LISTENS)
    page.click("[data-record]")
    until(page, "document.querySelectorAll('.app-file').length === 1")

    assert keys(page, "parts") == []


def test_a_full_phone_ends_the_recording_and_says_so(phone, link, officer):
    page = phone.start()
    phone.context.add_init_script(REMEMBER)
    phone.sign_in(page, officer.nrp)
    devtools = phone.context.new_cdp_session(page)
    begin_recording(page)
    wait_for_parts(page, 1)

    quota = {"origin": phone.base, "quotaSize": 1}
    devtools.send("Storage.overrideQuotaForOrigin", quota)
    until(page, "document.querySelector('[data-taking]').textContent.includes('dihentikan')")
    assert page.evaluate(MICROPHONES) == ["ended"]
    expect(page.locator("[data-taking]")).to_contain_text(
        "belum ikut dalam laporan", use_inner_text=True
    )

    # What was said is there, and goes along as soon as there is room.
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": phone.base})
    # A browser goes by the earlier room for a while; asked too soon, the app asks the officer.
    until(page, "navigator.storage.estimate().then(({ quota }) => quota > 100_000_000)")
    page.click("[data-next]")
    words_and_send(page)
    assert sound_at_the_server().startswith(WEBM)


def test_sound_goes_with_the_draft_that_is_thrown_away(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    begin_recording(page)
    wait_for_parts(page, 1)
    phone.kill()
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    (draft,) = rows(page, "reports")
    phone.open(page, f"#/tulis/{draft['id']}/3")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    assert keys(page, "parts")

    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-discard]")
    page.wait_for_selector(".app-new")

    assert keys(page, "parts") == []
