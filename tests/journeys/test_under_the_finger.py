"""Staff screens that follow what happens take nothing from whoever uses them in that moment.

A browser makes no click of a press whose element was replaced, or moved away, before it ended.
"""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.people.models import Role
from publishing.models import Purge
from stories.models import Report, ReportAttachment
from stories.services.desk import holding
from tests.factories.library import asset
from tests.factories.media import prepared
from tests.factories.people import OfficerFactory, UserFactory, person, unit
from tests.factories.stories import ReportFactory, story_page
from tests.journeys.test_report_to_reader import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def page(desk):
    page = desk()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


def _press(page, target, meanwhile, *, news):
    """Holds the mouse down on ``target`` until what ``meanwhile`` does was heard of."""
    target.hover()
    page.mouse.down()
    with page.expect_response(lambda answer: answer.ok and news in answer.url):
        meanwhile()
    page.wait_for_timeout(500)
    page.mouse.up()


def _changes(report, **fields):
    Report.objects.filter(pk=report.pk).update(changed_at=timezone.now(), **fields)


def _list(page, address="/admin/meja/"):
    sign_in(page, person(Role.EDITOR, first_name="Ani", last_name="").email)
    page.goto(address)


def _waiting(count):
    """So many reports of one officer, an hour apart, the newest first."""
    officer = OfficerFactory(signed_up=True)
    return [
        ReportFactory(
            submitted=True,
            officer=officer,
            title=f"Laporan {number}",
            submitted_at=timezone.now() - datetime.timedelta(minutes=1, hours=number),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("view", ["", "columns"])
def test_a_press_in_the_list_outlives_news_of_its_row(page, view):
    report = ReportFactory(submitted=True, title="Ronda malam")
    _list(page, f"/admin/meja/?view={view}")
    pick, row = page.locator("[data-desk-pick]"), page.locator("[data-desk-row]")

    _press(page, pick, lambda: _changes(report, priority=3), news="pembaruan")
    expect(row).to_have_class(re.compile("is-changed"))
    expect(pick).to_be_checked()

    link = page.get_by_role("link", name="Ronda malam")
    _press(page, link, lambda: _changes(report, priority=2), news="pembaruan")
    page.wait_for_url(f"**/{report.pk}/")


def test_a_space_that_is_held_ticks_a_row_that_news_come_of(page):
    report = ReportFactory(submitted=True)
    _list(page)
    page.locator("[data-desk-pick]").focus()

    page.keyboard.down("Space")
    with page.expect_response(lambda answer: answer.ok and "pembaruan" in answer.url):
        _changes(report, priority=3)
    page.wait_for_timeout(500)
    page.keyboard.up("Space")

    expect(page.locator("[data-desk-row]")).to_have_class(re.compile("is-changed"))
    expect(page.locator("[data-desk-pick]")).to_be_checked()


def test_a_list_that_was_pressed_without_an_end_follows_again(page):
    """The press that opens a list of choices, or a menu of the browser's own, may never end."""
    report = ReportFactory(submitted=True)
    _list(page)
    page.mouse.move(5, 5)
    page.mouse.down()

    _changes(report, priority=3)

    expect(page.locator("[data-desk-row]")).to_have_class(re.compile("is-changed"))
    page.mouse.up()


def test_news_of_the_row_with_the_focus_do_not_scroll_the_list(page):
    reports = _waiting(40)
    _list(page)
    page.locator("[data-desk-link]").first.focus()
    page.locator("[data-desk-row]").last.scroll_into_view_if_needed()
    first = page.locator("[data-desk-row]").first
    before = first.bounding_box()["y"]
    assert before < 0

    _changes(reports[0], priority=3)

    expect(page.locator("[data-desk-row]").first).to_have_class(re.compile("is-changed"))
    expect(page.locator("[data-desk-link]").first).to_be_focused()
    page.wait_for_timeout(500)
    assert first.bounding_box()["y"] == pytest.approx(before, abs=60)


def test_the_focus_stays_on_what_presses_while_something_else_comes_before_it(page):
    now = timezone.now()
    soon = now + datetime.timedelta(minutes=30)
    ReportFactory(submitted=True, warn_at=now, due_at=soon)
    other = ReportFactory(submitted=True, due_at=now + datetime.timedelta(days=9))
    _list(page)
    near = page.get_by_role("link", name="1 hampir terlambat")
    near.focus()

    _changes(other, due_at=now - datetime.timedelta(hours=1))

    expect(page.get_by_role("link", name="1 terlambat")).to_be_visible()
    expect(near).to_be_focused()

    _press(page, near, lambda: _changes(other, due_at=soon), news="pembaruan")
    page.wait_for_url(lambda url: "due=" in url)


def test_a_report_that_comes_back_moves_no_row_until_it_is_asked_for(page):
    reports = _waiting(5)
    actor = person(Role.EDITOR)
    holding.claim(actor=actor, report_id=reports[1].pk)
    _list(page, "/admin/meja/?state=submitted")
    rows = page.locator("[data-desk-row]")
    expect(rows).to_have_count(4)
    below = page.locator(f"#r-{reports[3].pk}")
    before = below.bounding_box()["y"]

    holding.release_claim(actor=actor, report_id=reports[1].pk)

    say = page.locator("[data-desk-show-new]")
    expect(say).to_be_visible()
    assert rows.count() == 4
    assert below.bounding_box()["y"] == pytest.approx(before, abs=1)
    say.click()
    expect(rows).to_have_count(5)
    expect(rows.nth(1)).to_have_id(f"r-{reports[1].pk}")


@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_said_above_the_list_moves_no_row(page, width):
    report = ReportFactory(submitted=True)
    page.set_viewport_size({"width": width, "height": 800})
    _list(page)
    row = page.locator(f"#r-{report.pk}")
    before = row.bounding_box()["y"]

    ReportFactory(submitted=True, due_at=timezone.now())

    expect(page.locator("[data-desk-show-new]")).to_be_visible()
    expect(page.get_by_role("link", name="1 terlambat")).to_be_visible()
    assert row.bounding_box()["y"] == pytest.approx(before, abs=1)


def test_a_press_on_the_wall_outlives_what_comes(page):
    unit("POLSEK-320101")
    report = ReportFactory(submitted=True)
    sign_in(page, person(Role.LEADER).email)
    page.goto("/admin/ruang-k3i/")
    link = page.locator("[data-board-unit] a").first
    address = link.get_attribute("href")

    _press(page, link, lambda: _changes(report, priority=3), news="ruang-k3i")

    page.wait_for_url(lambda url: url.endswith(address))


def _let_go(page, held):
    """The request that is held back, once it is there, goes on."""
    while not held:
        page.wait_for_timeout(50)
    held.pop().continue_()


def test_the_library_keeps_what_was_chosen_and_typed_while_a_deed_ran(page):
    for number in range(4):
        asset(title=f"Ronda {number}", unit_path=unit().path)
    sign_in(page, person(Role.EDITOR).email)
    page.goto("/admin/pustaka/")
    held = []
    page.route("**/massal/", lambda route: held.append(route))
    picks, credit = page.locator("[data-tile-pick]"), page.get_by_label("Ganti kredit")
    picks.first.check()
    page.get_by_label("Tambah label").fill("ronda")
    page.keyboard.press("Enter")
    picks.nth(1).check()
    credit.fill("Humas")

    page.route("**/pustaka/", lambda route: held.append(route))
    _let_go(page, held)
    while not held:
        page.wait_for_timeout(50)
    picks.nth(2).hover()
    credit.focus()
    page.mouse.down()
    held.pop().continue_()
    page.wait_for_timeout(700)
    page.mouse.up()

    expect(page.locator("[data-bulk-outcome]")).to_contain_text("1 diubah")
    for number, is_chosen in enumerate([True, True, True, False]):
        expect(picks.nth(number)).to_be_checked(checked=is_chosen)
    expect(credit).to_have_value("Humas")
    expect(page.get_by_label("Tambah label")).to_have_value("")


def test_the_library_leaves_the_focus_in_a_field_while_a_deed_ends(page):
    asset(title="Ronda", unit_path=unit().path)
    sign_in(page, person(Role.EDITOR).email)
    page.goto("/admin/pustaka/")
    held = []
    page.route("**/massal/", lambda route: held.append(route))
    page.locator("[data-tile-pick]").check()
    page.get_by_label("Tambah label").fill("ronda")
    page.keyboard.press("Enter")
    credit = page.get_by_label("Ganti kredit")
    credit.press_sequentially("Hu")
    _let_go(page, held)

    expect(page.locator("[data-bulk-outcome]")).to_contain_text("1 diubah")
    expect(credit).to_be_focused()
    page.keyboard.type("mas")
    expect(credit).to_have_value("Humas")


def test_the_focus_goes_to_what_came_to_a_report_when_it_is_shown(page):
    editor = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=editor)
    sign_in(page, editor.email)
    page.goto(f"/admin/meja/{report.pk}/")
    upload = prepared(owner=report.officer.user)
    ReportAttachment.objects.create(report=report, upload=upload, position=0)
    _changes(report)

    show = page.get_by_role("button", name="Tampilkan")
    show.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".desk-report__media img")).to_have_count(1)
    expect(page.locator("[data-desk-fresh=files]")).to_be_focused()


@pytest.fixture
def pending():
    """A published story that is still on its way to somewhere."""
    story = story_page(unit=unit())
    story.get_latest_revision().publish()
    Purge.objects.update(state="waiting", next_attempt_at=timezone.now())
    return story


def _where(page, story):
    sign_in(page, UserFactory(is_superuser=True).email)
    page.goto(f"/admin/integrasi/di-mana/{story.pk}/")


def _asked_again(page, times=1):
    for _time in range(times):
        with page.expect_response(lambda answer: answer.ok and "di-mana" in answer.url):
            pass
    page.wait_for_timeout(300)


def test_where_it_is_asks_again_and_folds_nothing_up(page, pending):
    _where(page, pending)
    summary = page.locator("#where summary").first
    summary.focus()
    page.keyboard.press("Enter")

    _asked_again(page)

    expect(page.locator("#where details").first).to_have_attribute("open", "")
    expect(summary).to_be_focused()
    link = page.locator("#where details a").first
    link.focus()
    _asked_again(page)
    expect(link).to_be_focused()

    summary.click()
    expect(page.locator("#where details[open]")).to_have_count(0)
    _press(page, summary, lambda: None, news="di-mana")
    expect(page.locator("#where details[open]")).to_have_count(1)


def test_where_it_is_shows_no_page_to_sign_in(page, pending):
    _where(page, pending)
    expect(page.locator("#where .where__line").first).to_be_visible()

    page.context.clear_cookies()
    with page.expect_response(lambda answer: answer.ok and "/masuk/" in answer.url):
        pass
    page.wait_for_timeout(300)

    expect(page.locator("#where .where__line").first).to_be_visible()
    expect(page.locator("[name=password]")).to_have_count(0)
    expect(page.locator("#where [data-stale]")).to_contain_text("Sesi Anda sudah berakhir")


def test_where_it_is_says_when_it_hears_nothing_and_when_it_does_again(page, pending):
    _where(page, pending)
    expect(page.locator("#where [data-stale]")).to_be_hidden()

    page.context.set_offline(True)
    expect(page.locator("#where [data-stale]")).to_contain_text("Sambungan terputus")
    page.context.set_offline(False)
    expect(page.locator("#where [data-stale]")).to_be_hidden()
