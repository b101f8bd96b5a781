"""What the officer's app shows of reports that were sent: whose turn it is, changes, readers."""

import pytest
from playwright.sync_api import expect

from cms.people.models import Role
from cms.people.selectors import unread_notices
from cms.people.services.notices import notify
from publishing.models import PublishedItem
from publishing.services.reads import add_reads
from stories.models import Commendation, Report
from stories.services.desk import holding
from stories.services.desk.deciding import return_report
from tests.factories.people import person
from tests.factories.stories import ReportFactory, activity
from tests.journeys.phone import rows, until, wait_for_the_whole, write_report
from tests.password import PASSWORD

pytestmark = [
    pytest.mark.once,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_published_report_says_who_read_it_what_was_changed_and_why(phone, officer):
    report = ReportFactory(officer=officer, accepted=True)
    Commendation.objects.create(
        report=report,
        leader=person(Role.LEADER),
        leader_name="AKP Sri Wahyuni",
        unit_name="Polsek Cibinong",
        text="Terima kasih, warga merasa ditemani.",
    )
    story = report.story_source.page
    story.officer_note = "Judul dibuat memberi kabar, bukan menyebut kegiatan."
    story.save_revision(clean=False).publish()
    item = PublishedItem.objects.get(public_id=story.public_id)
    add_reads({(item.public_id, item.published_at.date()): 1204})
    page = phone.start()
    phone.sign_in(page, officer.nrp)

    until(page, "document.body.innerText.includes('dibaca 1.204 kali')")
    page.click(f"[data-sent] >> text={report.title}")
    until(page, "document.body.innerText.includes('Judul dibuat memberi kabar')")
    shown = page.inner_text("main")
    assert "Terbit, dibaca 1.204 kali" in shown
    assert "Terima kasih, warga merasa ditemani." in shown
    assert "AKP Sri Wahyuni, Polsek Cibinong" in shown
    page.click("text=Apa yang diubah redaksi")
    page.wait_for_url(f"**/lapor/{report.pk}/#perubahan")
    expect(page.locator("#perubahan")).to_be_visible()

    phone.open(page)
    page.click("[data-learn] a")
    page.wait_for_url("**/lapor/pembinaan/")
    expect(page.locator("main")).to_contain_text("1.204", use_inner_text=True)


NEEDED = "document.querySelectorAll('[data-needs] .report-card').length === 1"


def give_back(report) -> None:
    editor = person(Role.EDITOR, report.unit.code)
    holding.claim(actor=editor, report_id=report.pk)
    return_report(actor=editor, report_id=report.pk, note="Tolong tambahkan hasilnya, ya.")


def take_up(page) -> None:
    """The officer comes back to the app, which a phone keeps open for days."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_what_waits_for_the_officer_stands_first(phone, officer):
    returned = ReportFactory(officer=officer, returned=True, title="Kembali untuk diperbaiki")
    ReportFactory.create_batch(3, officer=officer, submitted=True)
    page = phone.start()
    phone.sign_in(page, officer.nrp)

    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 3")
    assert page.locator("main .report-card").first.inner_text().startswith(returned.title)
    expect(page.locator("[data-needs] .report-card")).to_have_count(1)


# A phone that sent these and has not asked what became of them.
SENT = """async (ids) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await done(indexedDB.open("sambang-lapor"));
  const owner = await done(database.transaction("meta").objectStore("meta").get("current"));
  const reports = database.transaction("reports", "readwrite").objectStore("reports");
  const rest = { owner: owner.key, status: "sent", changedAt: Date.now(), words: {} };
  for (const id of ids) await done(reports.put({ id, ...rest }));
  database.close();
}"""


def draw_again(page) -> None:
    """Something is told of, and the screen that only shows is drawn again."""
    page.evaluate("document.querySelector('[data-screen] > *').dataset.older = ''")
    page.evaluate("dispatchEvent(new Event('offline'))")


def test_a_press_is_not_lost_while_the_screen_is_drawn_again(phone, officer):
    report = ReportFactory(officer=officer, returned=True)
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    until(page, "document.querySelectorAll('[data-needs] .report-card').length === 1")

    page.hover(f"[data-needs] >> text={report.title}")
    page.mouse.down()
    draw_again(page)
    page.wait_for_timeout(600)
    page.mouse.up()
    until(page, f"location.hash === '#/laporan/{report.pk}'")

    page.wait_for_selector("[data-coaching] [data-mend]:visible")
    draw_again(page)
    until(page, "!document.querySelector('[data-older]')")


def test_a_press_on_the_strip_is_not_lost_while_it_is_drawn_again(phone, link, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    link.go_down()
    write_report(page, title="Ronda malam", text="Warga berjaga bergiliran sampai pagi.")
    page.click("[data-next]")
    until(page, "document.body.innerText.includes('Server belum terjangkau')")
    button = page.locator("[data-strip] [data-act]:visible")
    page.evaluate(
        "addEventListener('click', ({ target }) => { document.body.dataset.on = target.tagName; })"
    )

    button.hover()
    page.mouse.down()
    draw_again(page)
    page.wait_for_timeout(600)
    page.mouse.up()
    until(page, "document.body.dataset.on === 'BUTTON'")


def test_the_focus_stays_while_the_screen_is_drawn_again(phone, officer):
    report = ReportFactory(officer=officer, returned=True)
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    until(page, "document.querySelectorAll('[data-needs] .report-card').length === 1")

    page.focus(f"[data-needs] a[href*='{report.pk}']")
    draw_again(page)
    until(page, "!document.querySelector('[data-older]')")
    page.keyboard.press("Enter")
    until(page, f"location.hash === '#/laporan/{report.pk}'")

    page.focus("[data-coaching] [data-mend]")
    draw_again(page)
    until(page, "!document.querySelector('[data-older]')")
    page.keyboard.down(" ")
    draw_again(page)
    page.wait_for_timeout(600)
    page.keyboard.up(" ")
    until(page, f"location.hash === '#/tulis/{report.pk}/3'")


def test_after_a_week_without_a_signal_no_report_stays_behind_on_the_phone(phone, officer):
    reports = ReportFactory.create_batch(31, officer=officer, submitted=True)
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    page.evaluate(SENT, [str(report.pk) for report in reports])

    page.reload()

    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 31")
    assert page.locator("[data-here] .report-card").count() == 0

    # Once the server was asked again the phone keeps what the list shows, and no more.
    take_up(page)
    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 30")
    assert len(rows(page, "reports")) == 30


def test_an_open_app_that_is_taken_up_again_shows_what_came_back(phone, officer):
    report = ReportFactory(officer=officer, submitted=True)
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 1")
    give_back(report)

    take_up(page)

    until(page, NEEDED, within_s=20)


def test_a_report_given_back_after_thirty_newer_ones_stands_first(phone, officer):
    report = ReportFactory(officer=officer, submitted=True, title="Yang lama")
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 1")
    ReportFactory.create_batch(30, officer=officer, submitted=True)
    give_back(report)

    take_up(page)

    until(page, "document.querySelectorAll('[data-sent] .report-card').length === 30")
    expect(page.locator("[data-needs] .report-card")).to_contain_text(
        report.title, use_inner_text=True
    )


def test_what_is_cleaned_away_is_not_said_to_be_nothing(phone, link, officer):
    ReportFactory(officer=officer, submitted=True)
    ReportFactory(officer=officer, returned=True)
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    until(page, "document.querySelectorAll('.report-card').length === 2")
    wait_for_the_whole(page)
    phone.open(page, "#/ponsel")
    page.wait_for_selector("[data-clean]")
    link.go_down()

    page.click("[data-clean]")
    until(page, "document.body.innerText.includes('Sudah dibersihkan')")
    phone.open(page)
    until(page, NEEDED)
    expect(page.locator(".report-card")).to_have_count(1)
    page.click("[data-needs] .report-card a")
    page.wait_for_selector("[data-coaching] [data-mend]:visible")
    phone.open(page)
    page.wait_for_selector(".app-new")
    assert page.locator("[data-empty]").is_hidden()

    link.come_up()
    take_up(page)
    until(page, "document.querySelectorAll('.report-card').length === 2")


def test_a_draft_of_the_plain_form_goes_on_in_the_app(phone, officer):
    draft = ReportFactory(
        officer=officer, activity=activity(), title="Draf dari halaman biasa", happened_at=None
    )
    page = phone.start()
    phone.sign_in(page, officer.nrp)

    page.click(f"[data-needs] >> text={draft.title}")
    page.click("[data-draft] [data-mend]")
    page.wait_for_selector("[data-step='1']:not([hidden])")
    page.locator("[name=village]").first.press("Space")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='3']:not([hidden])")
    expect(page.locator("#f-title")).to_have_value(draft.title)
    page.fill("#f-text", "Warga menyalakan lagi pos ronda dan berjaga bergiliran tiap malam.")
    page.click("[data-next]")
    until(page, "document.querySelector('[data-tag]')?.textContent === 'Terkirim'")

    draft.refresh_from_db()
    assert (Report.objects.count(), draft.state) == (1, "submitted")
    assert draft.happened_at is not None


def test_a_form_that_was_only_opened_is_no_draft(phone, officer):
    page = phone.start()
    phone.sign_in(page, officer.nrp)
    first_step = "[data-step='1']:not([hidden])"

    page.click(".app-new")
    page.wait_for_selector(first_step)
    page.click("[data-back]")
    page.wait_for_selector(".app-new")
    listed = page.locator("[data-here]:visible").count()
    page.click(".app-new")
    page.wait_for_selector(first_step)
    page.locator("[name=activities]").first.press("Space")
    page.click("[data-back]")

    page.wait_for_selector("[data-list=here] a")
    assert listed == 0
    expect(page.locator("[data-list=here] a")).to_have_count(1)
    assert [row["isBare"] for row in rows(page, "reports")].count(True) == 1


def test_notices_are_shown_until_they_are_read(phone, officer):
    report = ReportFactory(officer=officer, submitted=True)
    notify(user=officer.user, text="Laporan dibaca.", path=f"/lapor/{report.pk}/")
    notify(user=officer.user, text="Profil Anda terbit.", path="/local-heroes/")
    page = phone.start()
    phone.sign_in(page, officer.nrp)

    until(page, "document.querySelectorAll('[data-list=notices] li').length === 2")
    links = page.locator("[data-list=notices] a")
    hrefs = [links.nth(number).get_attribute("href") for number in range(2)]
    assert hrefs == ["/local-heroes/", f"#/laporan/{report.pk}"]
    page.click("[data-read]")
    until(page, "document.querySelector('[data-notices]').hidden")
    assert unread_notices(officer.user) == []


def test_no_reports_is_said_only_after_the_server_was_asked(phone, officer):
    page = phone.start()
    page.route("**/api/v1/reports/?limit=*", lambda route: None)
    page.goto(f"{phone.base}/masuk/")
    page.fill("[name=username]", officer.nrp)
    page.fill("[name=password]", PASSWORD)
    with page.expect_request("**/api/v1/reports/?limit=*"):
        page.click("main button[type=submit]")

    expect(page.locator(".app-new")).to_be_visible()
    assert page.locator("[data-empty]").is_hidden()
    page.unroute("**/api/v1/reports/?limit=*")
    page.reload()
    page.wait_for_selector("[data-empty]:not([hidden])")
