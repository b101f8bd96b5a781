"""Editors at the desk with a keyboard, side by side, and the wall of the operations room."""

import datetime
import re

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from cms.accounts.models import User
from cms.people.models import Role, RoleAssignment
from stories.models import DeskDraft, Report, ReportAttachment, ReportState, StoryPage
from stories.selectors.desk.people import MOST_COLLEAGUES
from stories.services.desk import holding
from stories.services.expected import expect_files
from tests.factories.media import prepared
from tests.factories.people import PASSWORD, OfficerFactory, person, unit
from tests.factories.stories import ReportFactory, story_index
from tests.journeys.phone import until
from tests.journeys.test_report_to_reader import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
LOST = re.compile(r"Data pukul \d\d\.\d\d, sambungan terputus")
TYPED = "Tolong tambahkan hasil musyawarah dan siapa saja yang hadir."


def _at_desk(desk, name: str):
    """A page of an editor, with a mark in it that a reload would wipe away."""
    page = desk()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    sign_in(page, person(Role.EDITOR, first_name=name, last_name="").email)
    page.goto("/admin/meja/")
    page.evaluate("window.stayed = true")
    return page


def test_two_editors_side_by_side(desk):
    first = ReportFactory(submitted=True, title="Ronda malam")
    ani, budi = _at_desk(desk, "Ani"), _at_desk(desk, "Budi")

    # What comes is told, and shown when asked for, without loading the page again.
    ReportFactory(submitted=True, title="Panen bersama")
    expect(ani.get_by_role("button", name="Tampilkan 1 laporan baru")).to_be_visible()
    ani.keyboard.press(".")
    expect(ani.get_by_role("link", name="Panen bersama")).to_be_focused()

    # One opens and claims by keys; the other's list follows.
    budi.get_by_role("link", name="Ronda malam").focus()
    budi.keyboard.press("Enter")
    budi.wait_for_url(f"**/{first.pk}/")
    expect(ani.get_by_text("Budi membuka")).to_be_visible()
    budi.keyboard.press("c")
    expect(budi.locator("[data-desk-return]")).to_be_visible()
    expect(ani.locator(f"#r-{first.pk}")).to_contain_text("tidak lagi di sini")
    expect(ani.locator(f"#r-{first.pk}")).to_contain_text("Budi")

    # What is typed is kept; whoever takes over has it, and whoever lost it keeps it.
    budi.keyboard.press("r")
    expect(budi.locator("[data-desk-return]")).to_be_focused()
    budi.keyboard.type(TYPED)
    expect(budi.get_by_text("Tersimpan sementara.")).to_be_visible()
    assert ani.evaluate("window.stayed")
    ani.goto(f"/admin/meja/{first.pk}/")
    ani.get_by_text("Ambil alih dari Budi").click()
    ani.get_by_role("button", name="Ambil alih").click()
    expect(budi.locator("[data-desk-banner]")).to_contain_text("Ani")
    expect(budi.locator("[data-desk-return]")).to_have_value(TYPED)
    expect(budi.locator("[data-desk-return]")).not_to_be_editable()
    expect(ani.locator(".desk-report__draft")).to_contain_text(TYPED)
    ani.get_by_role("button", name="Pakai tulisan ini").click()
    expect(ani.locator("[data-desk-return]")).to_have_value(TYPED)
    ani.get_by_role("button", name="Kembalikan", exact=True).click()
    ani.wait_for_url("**/admin/meja/**")

    first.refresh_from_db()
    assert first.state == ReportState.RETURNED
    assert first.events.get(event="return").note == TYPED
    assert ani.problems == budi.problems == []


def _waiting(count: int) -> list[Report]:
    """So many reports of one officer, an hour apart, the newest first; the last one long ago."""
    officer = OfficerFactory(signed_up=True)
    began = timezone.now() - datetime.timedelta(minutes=1)
    return [
        ReportFactory(
            submitted=True,
            officer=officer,
            title=f"Laporan {number}",
            submitted_at=began - datetime.timedelta(minutes=number),
        )
        for number in range(count)
    ]


def test_an_old_report_that_slides_in_is_not_called_new(desk):
    reports = _waiting(51)
    page = _at_desk(desk, "Ani")
    rows = page.locator("[data-desk-row]")
    expect(rows).to_have_count(50)

    holding.claim(actor=person(Role.EDITOR), report_id=reports[3].pk)

    expect(page.locator(f"#r-{reports[3].pk}")).to_have_class(re.compile("is-gone"))
    expect(rows).to_have_count(51)
    expect(rows.last).to_have_id(f"r-{reports[50].pk}")
    expect(rows.last.locator("[data-desk-news]")).to_be_hidden()
    expect(page.locator("[data-desk-show-new]")).to_be_hidden()
    expect(page.get_by_text("Tidak ada yang terlambat.")).to_be_visible()

    # What is new stands at its place of the order, and what presses is counted above.
    page.goto("/admin/meja/?sort=due")
    page.evaluate("window.stayed = true")
    ReportFactory(
        submitted=True, title="Baru", due_at=reports[40].due_at - datetime.timedelta(seconds=1)
    )
    ReportFactory(submitted=True, title="Mendesak", due_at=timezone.now())
    expect(page.get_by_role("link", name="1 terlambat")).to_be_visible()
    page.get_by_role("button", name="Tampilkan 2 laporan baru").click()
    expect(page.get_by_role("link", name="Mendesak")).to_be_focused()
    titles = page.locator("[data-desk-link]").all_inner_texts()
    assert titles[0] == "Mendesak"
    assert titles[titles.index("Baru") + 1] == reports[40].title
    assert page.evaluate("window.stayed")
    assert page.problems == []


def test_more_new_reports_than_a_page_holds_load_the_page_again(desk):
    old = _waiting(1)[0]
    page = _at_desk(desk, "Ani")
    holding.claim(actor=person(Role.EDITOR), report_id=old.pk)
    ReportFactory(submitted=True)
    say = page.locator("[data-desk-show-new]")
    expect(say).to_have_text("Tampilkan 1 laporan baru")

    officer = OfficerFactory(signed_up=True)
    with transaction.atomic():
        for number in range(51):
            ReportFactory(submitted=True, officer=officer, title=f"Baru {number}")

    expect(say).to_have_text("Tampilkan 50+ laporan baru")
    say.click()

    expect(page.locator("[data-desk-row]")).to_have_count(50)
    expect(page.locator("[data-desk-link]").first).to_have_text("Baru 50")
    assert not page.evaluate("window.stayed")


@pytest.mark.parametrize("after_a_step", [False, True])
def test_files_that_arrive_are_offered_and_what_is_typed_stays(desk, after_a_step):
    editor = person(Role.EDITOR, first_name="Ani", last_name="")
    report = ReportFactory(claimed=True, claimed_by=editor, title="Ronda malam")
    expect_files(actor=report.officer.user, report_id=report.pk, files=2)
    page = desk()
    sign_in(page, editor.email)
    page.goto(f"/admin/meja/{report.pk}/")
    if after_a_step:
        # A step that was refused answers at an address that nobody can ask for.
        page.locator("[name=without_coming]").first.evaluate(
            "box => { box.required = false; box.form.submit(); }"
        )
        page.wait_for_url("**/terima/")
    expect(page.locator("[data-desk-coming]")).to_have_text(
        "2 dari 2 berkas masih dalam perjalanan"
    )
    field = page.locator("[data-desk-return]")
    field.fill(TYPED)
    expect(page.get_by_role("checkbox", name="Ya, terima sekarang")).to_have_count(1)

    for position in range(2):
        upload = prepared(owner=report.officer.user)
        ReportAttachment.objects.create(report=report, upload=upload, position=position)
    Report.objects.filter(pk=report.pk).update(changed_at=timezone.now())
    expect(page.locator("[data-desk-coming]")).to_be_hidden()
    page.get_by_role("button", name="Tampilkan").click()

    expect(page.locator(".desk-report__media img")).to_have_count(2)
    expect(field).to_have_value(TYPED)
    expect(page.locator("[data-desk-fresher]")).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Ya, terima sekarang")).to_have_count(0)


def test_many_reports_by_keys_alone(desk):
    for number in range(6):
        ReportFactory(submitted=True, title=f"Sambang {number}")
    page = _at_desk(desk, "Ani")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-desk-link]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("[data-desk-link]").first).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("[data-desk-progress-text]")).to_contain_text("1")
    expect(page.locator("[data-desk-row].is-gone")).to_have_count(1)
    assert Report.objects.filter(state=ReportState.CLAIMED).count() == 1

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Cari judul atau nama")).to_be_focused()
    page.keyboard.type("jx")  # letters, not keys

    page.reload()
    page.locator("[data-desk-link]").first.focus()
    for _number in range(5):
        page.keyboard.press("x")
        page.keyboard.press("j")
    expect(page.locator("[data-desk-count]")).to_contain_text("5")
    page.get_by_role("button", name="Ambil", exact=True).click()
    expect(page.locator("[data-desk-row].is-gone")).to_have_count(5)
    assert Report.objects.filter(state=ReportState.CLAIMED).count() == 6
    assert page.problems == []


def test_a_note_typed_for_many_is_not_lost_by_a_press_beside_it(desk):
    report = ReportFactory(submitted=True)
    page = _at_desk(desk, "Ani")
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    note = page.locator("#bulk-return")
    page.locator("[data-desk-pick]").check()
    page.locator("summary", has_text="Kembalikan dengan catatan").click()
    note.fill(TYPED)

    page.get_by_role("link", name=report.title).click(no_wait_after=True)
    expect(note).to_have_value(TYPED)
    assert questions == ["beforeunload"]

    page.get_by_role("button", name="Kembalikan semua").click()
    expect(page.locator("[data-desk-progress-text]")).to_have_text("1 berhasil, 0 tidak")
    expect(note).to_have_value("")
    page.get_by_role("link", name=report.title).click()
    page.wait_for_url(f"**/admin/meja/{report.pk}/")
    assert questions == ["beforeunload"]


def test_what_is_typed_outlives_a_lost_network_a_session_s_end_and_a_closed_page(desk):
    user = person(Role.EDITOR, first_name="Ani", last_name="")
    report = ReportFactory(claimed=True, claimed_by=user)
    page = desk()
    problems, questions = [], []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    sign_in(page, user.email)
    page.goto(f"/admin/meja/{report.pk}/")
    field = page.locator("[data-desk-return]")
    said = page.locator("[data-desk-saved=return]")

    def kept() -> str:
        return DeskDraft.objects.get(report=report).text

    field.press_sequentially("Tolong ")
    expect(said).to_have_text("Tersimpan sementara.")

    # Without the network nothing is said to be kept, and leaving asks first.
    page.context.set_offline(True)
    field.press_sequentially("tambah ")
    expect(said).to_have_text("Belum tersimpan, dicoba lagi.")
    expect(page.locator("[data-desk-lost]")).to_contain_text("Tidak tersambung.")
    page.get_by_role("link", name="Meja redaksi").first.click(no_wait_after=True)
    expect(field).to_have_value("Tolong tambah ")
    assert questions == ["beforeunload"]
    page.context.set_offline(False)
    expect(said).to_have_text("Tersimpan sementara.")
    expect(page.locator("[data-desk-lost]")).to_be_hidden()
    assert kept() == "Tolong tambah "

    # Signed out: told, with a way back beside this page, which goes on by itself.
    page.context.clear_cookies()
    field.press_sequentially("foto ")
    expect(said).to_contain_text("Belum tersimpan. Anda tidak lagi masuk.")
    with page.expect_popup() as opened:
        said.get_by_role("link", name="Masuk lagi di tab baru").click()
    beside = opened.value
    beside.fill("[name=username]", user.email)
    beside.fill("[name=password]", PASSWORD)
    beside.click("main button[type=submit]")
    beside.wait_for_url(f"**/{report.pk}/")
    beside.close()
    expect(said).to_have_text("Tersimpan sementara.")
    assert kept() == "Tolong tambah foto "

    # Left within the second: kept on the way out, without a question.
    field.press_sequentially("warga")
    page.goto("/admin/meja/")
    page.goto(f"/admin/meja/{report.pk}/")
    expect(field).to_have_value("Tolong tambah foto warga")
    page.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(field).to_have_count(0)
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    assert questions == ["beforeunload"]
    assert problems == []


def test_how_a_report_is_split_outlives_a_closed_page_and_a_take_over(desk):
    ani = _at_desk(desk, "Ani")
    report = ReportFactory(claimed=True, claimed_by=User.objects.get(first_name="Ani"))
    split = f"/admin/meja/{report.pk}/pisah/"
    ani.goto(split)
    title = ani.locator("#title")
    title.fill("Panen bersama")
    expect(ani.locator("[data-desk-saved=title]")).to_have_text("Tersimpan sementara.")
    ani.locator("#text").press_sequentially(" Lalu panen.")
    ani.goto("/admin/meja/")
    ani.goto(split)
    expect(title).to_have_value("Panen bersama")
    expect(ani.locator("#text")).to_have_value(re.compile(r"Lalu panen\."))

    budi = _at_desk(desk, "Budi")
    budi.goto(f"/admin/meja/{report.pk}/")
    budi.get_by_text("Ambil alih dari Ani").click()
    budi.get_by_role("button", name="Ambil alih").click()
    expect(ani.locator("[data-desk-banner]")).to_contain_text("Budi")
    expect(title).not_to_be_editable()
    budi.goto(split)
    budi.get_by_role("button", name="Pakai tulisan ini").first.click()
    budi.get_by_role("button", name="Pakai tulisan ini").last.click()
    expect(budi.locator("#title")).to_have_value("Panen bersama")
    expect(budi.locator("#text")).to_have_value(re.compile(r"Lalu panen\."))
    budi.get_by_role("button", name="Pisah menjadi dua").click()
    budi.wait_for_url(lambda url: "pisah" not in url)
    assert Report.objects.get(split_from=report).title == "Panen bersama"
    assert not DeskDraft.objects.exists()
    assert ani.problems == budi.problems == []


def test_which_report_leads_a_joint_story_is_chosen_by_keys_on_a_small_screen(desk):
    story_index()
    officer = OfficerFactory(signed_up=True)
    for title in ("Dari pagi", "Dari siang"):
        ReportFactory(submitted=True, officer=officer, title=title, with_photos=1)
    page = _at_desk(desk, "Ani")
    page.set_viewport_size({"width": 360, "height": 780})
    for pick in page.locator("[data-desk-pick]").all():
        pick.check()
    page.get_by_role("button", name="Tindakan").press("Enter")
    page.get_by_role("button", name="Gabung jadi satu cerita").click()
    expect(page.get_by_role("radio").first).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Dari siang")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/pages/**")
    assert StoryPage.objects.get().title == "Dari siang"
    assert page.problems == []


def test_columns_by_keys_and_with_the_letters_switched_off(desk):
    reports = _waiting(3)
    page = _at_desk(desk, "Ani")
    page.goto("/admin/meja/?view=columns")

    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("[data-desk-progress-text]")).to_contain_text("1 berhasil")
    expect(page.locator(f"#r-{reports[0].pk}")).to_have_class(re.compile("is-gone"))
    page.get_by_label("Pilih semua di kolom Masuk").check()
    expect(page.locator("[data-desk-count]")).to_have_text("2 dipilih")
    page.get_by_label("Prioritas", exact=True).last.select_option("3")
    page.get_by_role("button", name="Ubah").click()
    expect(page.locator("[data-desk-progress-text]")).to_contain_text("2 berhasil")
    assert Report.objects.filter(priority=3).count() == 2

    page.get_by_role("button", name="Papan ketik").click()
    page.get_by_label("Pintasan satu huruf").uncheck()
    page.keyboard.press("Escape")
    for key in "jxc":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.deskLink") is None
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.deskLink") is None
    page.get_by_role("button", name="Papan ketik").click()
    page.get_by_label("Pintasan satu huruf").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-desk-link]").first).to_be_focused()
    assert Report.objects.filter(state=ReportState.CLAIMED).count() == 1
    assert page.problems == []


def test_the_wall_follows_fills_the_screen_and_says_when_it_hears_nothing(desk):
    for number in range(10, 40):
        unit(f"POLSEK-3201{number}")
    ReportFactory(submitted=True)
    page = desk()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_viewport_size({"width": 1920, "height": 1080})
    sign_in(page, person(Role.LEADER).email)
    page.goto("/admin/ruang-k3i/")
    waiting = page.locator(".figure", has_text="Menunggu").locator("dd")
    expect(waiting).to_have_text("1")

    # Everything fits; what does not is on the next page.
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    rows = page.locator("[data-board-unit]:visible")
    assert 5 <= rows.count() < 31
    expect(page.locator("[data-board-page]")).to_contain_text("1/")
    last = rows.last.bounding_box()
    frame = page.locator("[data-board-units]").bounding_box()
    assert last["y"] + last["height"] <= frame["y"] + frame["height"]

    ReportFactory(submitted=True)
    expect(waiting).to_have_text("2")

    page.keyboard.press("f")
    until(page, "document.fullscreenElement !== null")
    page.keyboard.press("f")
    until(page, "document.fullscreenElement === null")
    page.keyboard.press("p")
    expect(page.locator("[data-board-pause]")).to_have_attribute("aria-pressed", "true")

    page.get_by_label("Pintasan satu huruf").uncheck()
    page.keyboard.press("p")
    expect(page.locator("[data-board-pause]")).to_have_attribute("aria-pressed", "true")

    page.context.set_offline(True)
    expect(page.locator("[data-board-lost]")).to_have_text(LOST)
    page.context.set_offline(False)
    expect(page.locator("[data-board-lost]")).to_be_hidden()
    page.context.clear_cookies()
    expect(page.locator("[data-board-lost]")).to_contain_text("Masuk lagi")
    assert problems == []


def test_the_list_says_when_it_hears_nothing_and_when_its_session_is_over(desk):
    page = _at_desk(desk, "Ani")
    lost = page.locator("[data-desk-lost]")

    # A connection that hangs is a lost one.
    page.route("**/admin/meja/pembaruan/**", lambda _route: None)
    expect(lost).to_contain_text("Tidak tersambung.", timeout=30_000)
    page.unroute("**/admin/meja/pembaruan/**")
    expect(lost).to_be_hidden()

    page.context.clear_cookies()
    expect(lost).to_contain_text("Anda tidak lagi masuk.")
    assert page.problems == []


def test_nothing_moves_when_a_colleague_opens_the_same_report(desk):
    report = ReportFactory(submitted=True)
    page, other = _at_desk(desk, "Ani"), _at_desk(desk, "Budi")
    page.goto(f"/admin/meja/{report.pk}/")
    here, title = page.locator("[data-desk-here]"), page.locator(".desk-report__title")
    expect(here).to_have_text("Hanya Anda yang membuka laporan ini.")
    before = title.bounding_box()

    other.goto(f"/admin/meja/{report.pk}/")
    expect(here).to_contain_text("Budi", timeout=30_000)
    assert title.bounding_box() == before

    page.context.set_offline(True)
    expect(page.locator("[data-desk-lost]")).to_be_visible(timeout=30_000)
    expect(here).to_be_hidden()
    assert title.bounding_box()["y"] == before["y"]


def test_a_colleague_beyond_the_list_is_found_as_one_types(desk):
    report = ReportFactory(submitted=True)
    users = User.objects.bulk_create(
        User(username=f"aaa{n}@sambang.test", first_name="Aaa", last_name=f"Ke-{n:03}")
        for n in range(MOST_COLLEAGUES)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=Role.EDITOR, unit=unit("POLRES-3201")) for user in users
    )
    wati = person(Role.EDITOR, first_name="Wati", last_name="")
    page = _at_desk(desk, "Ani")

    page.locator("[data-desk-pick]").check()
    page.get_by_label("Cari nama rekan").press_sequentially("wat")
    expect(page.locator("#bulk-colleague")).to_have_value(str(wati.pk))
    page.get_by_role("button", name="Serahkan").click()
    expect(page.locator("[data-desk-progress-text]")).to_contain_text("1 berhasil")

    report.refresh_from_db()
    assert report.claimed_by == wati
    assert page.problems == []
