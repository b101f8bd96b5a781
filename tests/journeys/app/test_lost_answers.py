"""The officer's app when the answer to its words is lost: what was sent counts, once, and what the
desk has otherwise is said."""

import time

import pytest
from playwright.sync_api import expect

from cms.people.models import Role
from stories.models import Report, ReportState
from stories.services.desk import holding, splitting
from stories.services.desk.deciding import return_report, spike
from tests.factories.people import person
from tests.factories.stories import ReportFactory
from tests.factories.tokens import program_of
from tests.journeys.phone import picture, rows, send_now, until, write_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Pos ronda  RW 05"  # two spaces: the server keeps one
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
NOTE = "Tolong tambahkan hasilnya, ya."
SECOND_NOTE = "Wajah anak itu belum boleh terlihat."
SENT = "document.querySelector('[data-tag]')?.textContent === 'Terkirim'"


def lose_the_answer(page, phone, link, officer, photos=()) -> Report:
    """A report whose words arrived; the phone does not know, and has no signal any more."""
    link.go_down()
    write_report(page, title=TITLE, text=TEXT, photos=photos)
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    expect(page.locator("[data-unqueue]:visible")).to_have_count(1)

    # The words go out, and the signal with them: browsers try again by themselves.
    link.lose_answer(lambda line: line.startswith("POST /api/v1/reports/ "), and_signal=True)
    link.come_up()
    send_now(page)
    deadline = time.monotonic() + 60
    while not Report.objects.exists():
        assert time.monotonic() < deadline, "the words never arrived"
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    link.go_down()
    assert [row["wordsSent"] for row in rows(page, "reports")] == [False]
    expect(page.locator("[data-unqueue]")).to_be_hidden()
    return Report.objects.get()


def give_back(report, note) -> None:
    editor = person(Role.EDITOR, report.unit.code)
    holding.claim(actor=editor, report_id=report.pk)
    return_report(actor=editor, report_id=report.pk, note=note)
    report.refresh_from_db()


def press_until_sent(page) -> None:
    for _press in range(6):
        if page.evaluate(SENT):
            break
        send_now(page)
        page.wait_for_timeout(1000)
    until(page, SENT)


def test_what_may_be_at_the_desk_is_not_taken_back_and_arrives_whole(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = lose_the_answer(page, phone, link, officer, photos=[picture(1)])

    link.come_up()
    press_until_sent(page)

    report.refresh_from_db()
    assert (report.state, report.title) == ("submitted", "Pos ronda RW 05")
    assert report.attachments.count() == 1
    assert rows(page, "blobs") == []


def test_the_desk_went_on_with_it_meanwhile_and_its_photos_still_come(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = lose_the_answer(page, phone, link, officer, photos=[picture(1)])
    editor = person(Role.EDITOR, officer.unit.code)
    holding.claim(actor=editor, report_id=report.pk)
    parts = splitting.SplitInput(
        kept_title="Ronda",
        kept_text="Warga RW 05 menyalakan lagi pos ronda.",
        title="Cabai",
        text="Warga RW 05 memanen cabai bersama-sama.",
    )
    splitting.split(actor=editor, report_id=report.pk, data=parts)
    spike(actor=editor, report_id=report.pk, reason="Belum jelas siapa.")

    link.come_up()
    until(page, "!document.querySelector('[data-progress]:not([hidden])')", within_s=90)
    until(page, "document.querySelector('[data-tag]')?.textContent === 'Disisihkan'")

    report.refresh_from_db()
    assert report.state == ReportState.SPIKED
    assert report.attachments.count() == 1
    assert page.locator("[data-refused]:visible").count() == 0


def test_a_note_that_came_before_the_answer_is_not_passed_over(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    report = lose_the_answer(page, phone, link, officer)
    give_back(report, NOTE)

    link.come_up()
    send_now(page)
    page.wait_for_selector("[data-coaching] [data-mend]:visible")

    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    expect(page.locator("[data-coaching]")).to_contain_text(NOTE, use_inner_text=True)


def test_a_second_note_that_came_before_the_answer_is_not_passed_over_either(phone, link, officer):
    report = ReportFactory(officer=officer, submitted=True, title=TITLE, text=TEXT)
    give_back(report, NOTE)
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.click(f"[data-needs] >> text={TITLE}")
    page.click("[data-coaching] [data-mend]")
    page.fill("#f-text", f"{TEXT} Hasilnya baik.")
    link.lose_answer(lambda line: line.startswith("POST /api/v1/reports/ "), and_signal=True)
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    deadline = time.monotonic() + 60
    while report.state != ReportState.SUBMITTED:
        assert time.monotonic() < deadline, "the words never arrived"
        page.wait_for_timeout(100)
        report.refresh_from_db()
    give_back(report, SECOND_NOTE)

    link.come_up()
    send_now(page)
    page.wait_for_selector("[data-refused]:visible")

    expect(page.locator("[data-refused]")).to_contain_text(SECOND_NOTE, use_inner_text=True)
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    page.click("[data-refused] [data-mend]")
    for step in (1, 2, 3):
        page.wait_for_selector(f"[data-step='{step}']:not([hidden])")
        page.click("[data-next]")
    press_until_sent(page)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert report.text.endswith("Hasilnya baik.")


def test_another_phone_was_first_and_what_did_not_go_along_is_named(phone, link, officer):
    report = ReportFactory(officer=officer, returned=True, title="Pos ronda RW 05", text=TEXT)
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.click(f"[data-needs] >> text={report.title}")
    page.click("[data-coaching] [data-mend]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    link.go_down()
    page.locator("[name=marks][value=child]").check(force=True)
    page.click("[data-back]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    page.locator("[data-take=photo]").nth(1).set_input_files([picture(3)])
    until(page, "document.querySelectorAll('.app-file').length === 1")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")
    other = {
        "id": str(report.pk),
        "activity": report.activity.slug,
        "village": report.village.code,
        "happened_at": report.happened_at.isoformat(),
        "title": report.title,
        "text": report.text,
        "has_consent": report.has_consent,
    }
    assert program_of(officer.user).send("/api/v1/reports/", other).status_code == 200

    link.come_up()
    send_now(page)
    page.wait_for_selector("[data-refused]:visible")
    until(page, "!document.querySelector('[data-progress]:not([hidden])')")

    said = page.inner_text("[data-refused]")
    assert "siapa yang perlu dilindungi" in said
    assert "Buat salinan" in said
    assert page.locator("[data-mend]:visible").count() == 0
    assert report.attachments.count() == 1
    page.click("[data-copy]")
    page.wait_for_selector("[data-step='1']:not([hidden])")
