"""An editor with a keyboard and a mouse: choosing many, undoing, focus, and placing by drag."""

import pytest
from playwright.sync_api import expect

from cms.media.models import Photo
from cms.people.models import Role
from stories.models import MediaAsset, StoryPage
from tests.factories.library import asset
from tests.factories.people import person, unit
from tests.factories.stories import figure, story_page
from tests.journeys.test_report_to_reader import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
BODY = "window.wagtail.editHandler.getPanelByName('body').getBoundWidget()"
# Which part of a picture a frame of `object-fit: cover` shows, in shares of the picture.
SHOWN = """img => {
  const [px, py] = getComputedStyle(img).objectPosition.split(" ").map(p => parseFloat(p) / 100);
  const scale = Math.max(img.clientWidth / img.naturalWidth, img.clientHeight / img.naturalHeight);
  const w = img.clientWidth / (img.naturalWidth * scale);
  const h = img.clientHeight / (img.naturalHeight * scale);
  return {left: (1 - w) * px, right: (1 - w) * px + w, top: (1 - h) * py, bottom: (1 - h) * py + h};
}"""


def test_library_by_keyboard_and_drawer_by_drag(desk):
    editor = person(Role.EDITOR)
    asset(title="Kata warga", kind="audio", unit_path=unit().path)
    film = asset(title="Malam ronda", kind="video", unit_path=unit().path)
    rows = [asset(title=f"Ronda {n}", unit_path=unit().path) for n in range(5)]
    story = story_page(
        unit=unit(), body=[("gallery", [figure(rows[0].photo)])], lead_photo=rows[0].photo
    )
    page = desk()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(page, editor.email)

    page.goto("/admin/pustaka/")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-bulk-count]")).to_have_text("3 dipilih")
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    page.get_by_label("Tambah label").fill("pos ronda")
    page.keyboard.press("Enter")
    expect(page.locator("[data-bulk-outcome]")).to_contain_text("3 diubah")
    assert Photo.objects.filter(tags__name="pos ronda").count() == 3
    page.locator("[data-bulk-outcome] button").click()
    expect(page.locator("[data-bulk-outcome]")).to_contain_text("Sudah dibatalkan")
    assert not Photo.objects.filter(tags__name="pos ronda").exists()

    # An empty credit asks first, with the number.
    Photo.objects.update(credit="Humas")
    page.get_by_label("Ganti kredit").press("Enter")
    expect(page.locator("[data-bulk-outcome]")).to_contain_text("kredit pada 3 yang dipilih")
    assert Photo.objects.filter(credit="Humas").count() == Photo.objects.count()
    expect(page.get_by_role("button", name="Ya, kosongkan")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-bulk-outcome]")).to_contain_text("3 diubah")
    assert Photo.objects.filter(credit="").count() == 3

    page.goto(f"/admin/pustaka/{rows[1].pk}/")
    page.locator("[data-focus-picture]").scroll_into_view_if_needed()
    frame = page.locator("[data-focus]").bounding_box()
    page.mouse.click(frame["x"] + frame["width"] * 0.85, frame["y"] + frame["height"] * 0.2)
    page.keyboard.press("ArrowLeft")
    for crop in page.locator("[data-focus-crop]").all():
        shown = crop.evaluate(SHOWN)
        assert shown["left"] <= 0.84 <= shown["right"], shown
        assert shown["top"] <= 0.2 <= shown["bottom"], shown
    page.get_by_role("button", name="Simpan titik fokus").click()
    expect(page.get_by_text("Titik fokus disimpan.")).to_be_visible()
    assert Photo.objects.get(pk=rows[1].photo_id).focal_point_x is not None

    page.goto(f"/admin/pages/{story.pk}/edit/")
    page.get_by_role("button", name="Ambil dari pustaka").click()
    page.locator("[data-drawer-from]").select_option("")
    tile = page.locator("[data-drawer-tile]", has_text="Ronda 2")
    tile.drag_to(page.locator("#id_lead_photo-chooser"))
    expect(page.locator("#id_lead_photo")).to_have_value(str(rows[2].photo_id))
    page.locator("[data-drawer-tile]", has_text="Ronda 3").get_by_text("Ke galeri").click()
    page.locator("[data-drawer-tile]", has_text="Ronda 4").get_by_text("Gambar di akhir").click()
    page.locator("[data-drawer-tile]", has_text="Kata warga").drag_to(page.locator("#body-root"))
    page.locator("[data-drawer-tile]", has_text="Malam ronda").get_by_text("Video di akhir").click()
    kinds = page.evaluate(f"{BODY}.children.map(c => c.type)")
    assert kinds == ["gallery", "figure", "audio", "video"]
    page.get_by_role("button", name="Simpan konsep").click()
    expect(page.get_by_text("telah diperbarui")).to_be_visible()

    saved = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert [photo.title for photo in saved.photos()] == [f"Ronda {n}" for n in (2, 0, 3, 4)]
    assert [block.value.title for block in list(saved.body)[-2:]] == ["Kata warga", film.title]
    assert MediaAsset.objects.get(title="Ronda 4").usage == "draft"
    assert problems == []


def test_library_keys_act_where_one_stands_and_nowhere_else(desk):
    for number in range(8):
        asset(title=f"Ronda {number}", unit_path=unit().path)
    page = desk()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(page, person(Role.EDITOR).email)
    page.goto("/admin/pustaka/")
    tiles, side = page.locator("[data-tile-link]"), page.locator("[data-library-side]")
    count = page.locator("[data-bulk-count]")

    # Down scrolls until one stands among the tiles.
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("ArrowRight")
    expect(tiles.first).to_be_focused()

    # Into the panel, and back to the tile.
    page.keyboard.press("Enter")
    expect(side).to_be_focused()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(tiles.first).to_be_focused()

    # What is chosen outlives a window above the page.
    page.keyboard.press("Space")
    expect(count).to_have_text("1 dipilih")
    page.get_by_text("Saringan lain").click()
    page.locator(".library__chooser button:visible").first.click()
    modal = page.locator(".modal.in")
    expect(modal.locator("input:visible").first).to_be_visible()
    expect(modal).to_have_css("opacity", "1")  # a window on its way up is not closed
    modal.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)
    expect(count).to_have_text("1 dipilih")

    # After a deed a row of them begins where it did.
    page.get_by_label("Tambah label").fill("ronda")
    page.keyboard.press("Enter")
    expect(page.locator("[data-bulk-outcome]")).to_contain_text("1 diubah")
    tiles.first.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(count).to_have_text("2 dipilih")

    # Without the network a press is answered in words.
    page.context.set_offline(True)
    tiles.nth(2).click()
    expect(page.locator("[data-library-lost]")).to_contain_text("Tidak tersambung")
    page.context.set_offline(False)

    page.get_by_role("button", name="Papan ketik").click()
    page.get_by_label("Pintasan satu huruf").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(count).to_have_text("2 dipilih")
    assert problems == []


def test_library_says_what_did_not_arrive(desk):
    """An undoing that is lost can be pressed again; the drawer shows no sign-in page."""
    editor = person(Role.EDITOR)
    row = asset(title="Ronda", unit_path=unit().path)
    story = story_page(unit=unit(), lead_photo=row.photo)
    page = desk()
    sign_in(page, editor.email)
    page.goto("/admin/pustaka/")
    page.locator("[data-tile-pick]").first.check()
    page.get_by_label("Tambah label").fill("ronda")
    page.keyboard.press("Enter")
    outcome = page.locator("[data-bulk-outcome]")
    expect(outcome).to_contain_text("1 diubah")

    page.route("**/batalkan/**", lambda route: route.abort())
    outcome.get_by_role("button").click()
    expect(outcome).to_contain_text("Sambungan terputus")
    assert row.photo.tags.exists()
    page.unroute("**/batalkan/**")
    outcome.get_by_role("button").click()
    expect(outcome).to_contain_text("Sudah dibatalkan")
    assert not row.photo.tags.exists()

    page.goto(f"/admin/pages/{story.pk}/edit/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Ambil dari pustaka").click()
    expect(page.locator("[data-drawer-status]")).to_contain_text("Sesi Anda sudah berakhir")
    expect(page.locator("[data-drawer-tiles] form")).to_have_count(0)


def held_back(page, address: str) -> list:
    """The requests to ``address`` are kept until they are let go."""
    held = []
    page.route(address, lambda route: held.append(route))
    return held


def test_the_panel_shows_what_was_pressed_last(desk):
    editor = person(Role.EDITOR)
    slow, quick = (asset(title=f"Ronda {n}", unit_path=unit().path) for n in range(2))
    page = desk()
    sign_in(page, editor.email)
    page.goto("/admin/pustaka/")
    held = held_back(page, f"**/admin/pustaka/{slow.pk}/?panel=1")

    for one in (slow, quick):
        page.locator(f"[data-tile-link][href*='/{one.pk}/']").click()
    expect(page.locator("[data-library-side]")).to_contain_text("Ronda 1")
    held[0].continue_()
    page.wait_for_timeout(500)
    expect(page.locator("[data-library-side]")).to_contain_text("Ronda 1")


def test_the_drawer_shows_what_was_looked_for_last(desk):
    editor = person(Role.EDITOR)
    for name in ("Ronda", "Senam"):
        asset(title=f"{name} warga", unit_path=unit().path)
    story = story_page(unit=unit())
    page = desk()
    sign_in(page, editor.email)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    held = held_back(page, "**q=ronda*")
    page.locator("[data-drawer-open] button").click()
    page.locator("[data-drawer-from]").select_option("")
    expect(page.locator("[data-drawer-tile]")).to_have_count(2)

    page.locator("[data-drawer-q]").fill("ronda")
    page.wait_for_timeout(600)
    page.locator("[data-drawer-q]").fill("senam")
    expect(page.locator("[data-drawer-tile]")).to_have_count(1)
    held[0].continue_()
    page.wait_for_timeout(500)
    expect(page.locator("[data-drawer-tile]")).to_contain_text("Senam warga")
