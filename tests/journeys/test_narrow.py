"""Pages on narrow phones, with scripts: the public's, the officer's and the editor's."""

import pytest
from playwright.sync_api import expect

from cms.people.models import Role
from tests.factories.library import asset
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.publishing import PublishedItemFactory
from tests.factories.stories import ReportFactory
from tests.journeys.test_report_to_reader import sign_in

PATHS = ("/", "/cerita/", "/bhabinkamtibmas/", "/cari/?q=desa", "/umpan/", "/api/", "/masuk/")


pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def too_wide(browser, live_server, width: int, paths, login: str = "") -> dict[str, int]:
    """Which of the pages are wider than the phone, and how wide."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 740}, locale="id"
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    if login:
        sign_in(page, login)
    wide = {}
    for path in paths:
        answer = page.goto(path)
        # No answer: the officer's app was there already.
        assert answer is None or answer.ok, path
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    return {path: found for path, found in wide.items() if found > width}


@pytest.mark.parametrize("width", [320, 360])
def test_no_public_page_is_wider_than_the_phone(browser, live_server, width):
    item = PublishedItemFactory(with_photos=False)

    assert too_wide(browser, live_server, width, (*PATHS, item.path)) == {}


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_of_an_officer_is_wider_than_the_phone(browser, live_server, width):
    officer = OfficerFactory(signed_up=True, posted=True)
    report = ReportFactory(
        officer=officer, submitted=True, title="Musyawarah warga tentang keamanan lingkungan"
    )
    paths = (
        "/lapor/?biasa",
        "/lapor/baru/",
        f"/lapor/{report.pk}/",
        "/lapor/pembinaan/",
        "/lapor/app/",
    )

    assert too_wide(browser, live_server, width, paths, officer.nrp) == {}


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_of_an_editor_is_wider_than_the_phone(browser, live_server, width):
    report = ReportFactory(submitted=True, title="Musyawarah warga tentang keamanan lingkungan")
    photo = asset(title="Musyawarah di balai desa", unit_path=unit().path)
    film = asset(title="Ronda malam", kind="video", unit_path=unit().path)
    paths = (
        "/admin/",
        "/admin/meja/",
        "/admin/meja/?view=columns",
        f"/admin/meja/{report.pk}/",
        "/admin/meja/catatan/",
        "/admin/meja/catatan/baru/",
        "/admin/ruang-k3i/",
        "/admin/pustaka/",
        f"/admin/pustaka/{photo.pk}/",
        f"/admin/pustaka/{film.pk}/",
        f"/admin/perlindungan/foto/{photo.photo_id}/",
        f"/admin/perlindungan/video/{film.video_id}/",
        f"/admin/teks-rekaman/{film.video_id}/",
    )

    assert too_wide(browser, live_server, width, paths, person(Role.EDITOR).email) == {}


@pytest.mark.parametrize(
    ("path", "pick", "deed"),
    [
        ("/admin/pustaka/", "[data-tile] input[type=checkbox]", "[name=aksi][value=label]"),
        ("/admin/meja/", "[data-desk-pick]", "[name=step][value=claim]"),
    ],
)
def test_what_is_done_with_many_leaves_the_list_in_sight(browser, live_server, path, pick, deed):
    ReportFactory(submitted=True)
    asset(unit_path=unit().path)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="id"
    )
    page = context.new_page()
    sign_in(page, person(Role.EDITOR).email)
    page.goto(path)

    page.locator(pick).first.check(force=True)
    page.wait_for_selector("[data-fold]:visible")
    bar = page.locator("[data-bulk], [data-desk-bulk]")
    folded = bar.bounding_box()["height"]
    assert not page.locator(deed).is_visible()
    page.click("[data-fold]:visible")

    expect(page.locator(deed)).to_be_visible()
    assert folded < 740 / 4
    page.set_viewport_size({"width": 1280, "height": 740})
    expect(page.locator(deed)).to_be_visible()
    assert not page.locator("[data-fold]").is_visible()
    context.close()
