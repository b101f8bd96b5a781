"""The officer's app on phones whose clock is moved: when something happened is told rightly, or
asked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stories.models import Report
from tests.journeys.phone import open_card, rows, send_now, until, write_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
DAY_MS = 24 * 3600 * 1000
SENT = "document.querySelector('[data-tag]')?.textContent === 'Terkirim'"
MENDED = "Jam ponsel meleset"


def restart(phone, page, clock_off_ms: int):
    """The phone is switched off; its clock is another one afterwards."""
    page.wait_for_timeout(600)
    phone.kill()
    phone.clock_off_ms = clock_off_ms
    page = phone.start()
    phone.open(page)
    page.wait_for_selector(".app-new")
    return page


def write_without_a_signal(page, title: str) -> None:
    write_report(page, title=title, text=TEXT)
    page.click("[data-next]")
    until(page, "location.hash.startsWith('#/laporan/')")


def arrive(phone, link, page, nrp: str, title: str) -> tuple[Report, str]:
    """Send it; what arrived, and what the app says of it."""
    link.come_up()
    phone.sign_in(page, nrp)
    open_card(page, title)
    until(page, SENT)
    return Report.objects.get(title=title), page.inner_text("main")


def is_now(moment) -> bool:
    return abs(moment - timezone.now()) < timedelta(minutes=10)


@pytest.mark.parametrize(
    ("heard", "written", "sent", "is_said"),
    [
        (3, 3, 0, True),  # written ahead, then put right by the network
        (0, 0, 3, False),  # written rightly, then moved
        (0, 3, 3, True),  # moved before it was written, without a network
    ],
)
def test_a_clock_that_moved_between_writing_and_sending(
    phone, link, officer, heard, written, sent, is_said
):
    phone.clock_off_ms = heard * DAY_MS
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    link.go_down()
    if written != heard:
        page = restart(phone, page, written * DAY_MS)

    write_without_a_signal(page, "Pos ronda")
    page = restart(phone, page, sent * DAY_MS)
    report, said = arrive(phone, link, page, officer.nrp, "Pos ronda")

    assert is_now(report.happened_at)
    assert (MENDED in said) == is_said


def test_a_time_that_is_typed_is_read_in_the_zone_that_the_field_names(phone, link, officer):
    page = phone.start()
    devtools = phone.context.new_cdp_session(page)
    devtools.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Jayapura"})
    phone.sign_in(page, officer.nrp)
    page.click(".app-new")
    page.locator("[name=activities]").first.press("Space")
    page.locator("[name=village]").first.press("Space")
    expect(page.locator("label[for=f-when]")).to_contain_text("WIT", use_inner_text=True)
    shown = page.input_value("#f-when")
    moment = datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo("Asia/Jayapura"))
    earlier = moment - timedelta(minutes=10)

    page.fill("#f-when", "")
    page.locator("#f-when").blur()
    expect(page.locator("#f-when")).to_have_value(shown)
    page.fill("#f-when", earlier.strftime("%Y-%m-%dT%H:%M"))
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    page.click("[data-next]")
    page.fill("#f-title", "Pos ronda")
    page.fill("#f-text", TEXT)
    page.click("[data-next]")
    until(page, SENT)

    assert Report.objects.get().happened_at == earlier


def test_what_is_said_of_the_time_stands_at_the_time(phone, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    write_report(page, title="Pos ronda", text=TEXT)
    for step in (2, 1):
        page.click("[data-back]")
        page.wait_for_selector(f"[data-step='{step}']:not([hidden])")
    page.fill("#f-when", (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    for step in (2, 3):
        page.click("[data-next]")
        page.wait_for_selector(f"[data-step='{step}']:not([hidden])")
    page.click("[data-next]")
    page.click("[data-refused] [data-mend]")

    page.wait_for_selector("[data-field=happened_at].field--error")
    expect(page.locator("[data-problems]")).to_contain_text("belum terjadi", use_inner_text=True)


def test_where_nobody_can_tell_the_officer_looks_at_the_time(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    link.go_down()
    page = restart(phone, page, -3 * DAY_MS)
    write_without_a_signal(page, "Pos ronda")
    page = restart(phone, page, 3 * DAY_MS)

    link.come_up()
    phone.sign_in(page, officer.nrp)
    send_now(page)
    page.click("text=Pos ronda")
    page.wait_for_selector("[data-refused]:visible")
    expect(page.locator("[data-refused]")).to_contain_text(
        "Periksa waktu kegiatannya", use_inner_text=True
    )
    assert not Report.objects.exists()
    page.click("[data-refused] [data-mend]")
    page.wait_for_selector("[data-step='1']:not([hidden])")
    expect(page.locator("#f-when")).not_to_have_value("")
    for step in (2, 3):
        page.click("[data-next]")
        page.wait_for_selector(f"[data-step='{step}']:not([hidden])")
    page.click("[data-next]")
    until(page, SENT)

    assert is_now(Report.objects.get().happened_at)
    assert [row["status"] for row in rows(page, "reports")] == ["sent"]
