"""An editor hides people in a photo and a film: with the mouse, with the keyboard, on a phone."""

import time

import pytest
from playwright.sync_api import expect

from cms.base.outbox import OutboxState
from cms.media.models import FaceProposal, FaceState, FaceTrack, FilmRedaction
from cms.media.permissions import publishable
from cms.media.services.film_redaction import burn_due, redact_film
from cms.people.models import Role
from tests import files
from tests.factories.media import prepared, ready_photo
from tests.factories.people import person, unit
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.test_report_to_reader import sign_in
from tests.media.films import scenes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
STAGE = "[data-redaction-stage]"
OVER_THE_EDGE = """[...document.querySelectorAll(".protection *")]
  .filter(part => part.getBoundingClientRect().width && part.getBoundingClientRect().right > 361)
  .map(part => part.tagName + "#" + part.id)"""
FACE = [[0, 0.6, 0.1, 0.2, 0.3], [3, 0.7, 0.1, 0.2, 0.3]]


@pytest.fixture
def editor():
    return person(Role.EDITOR)


@pytest.fixture
def page(desk, editor):
    page = desk()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    sign_in(page, editor.email)
    yield page
    assert problems == []


@pytest.fixture
def video(tmp_path):
    scene = scenes.walking_head(tmp_path)
    upload = prepared(
        scene.path.read_bytes(), "walk.mp4", unit_path=unit().path, protect_mark="victim"
    )
    return upload.video


def _drag(page, begin, end):
    """From one place of the stage to another, in shares of it."""
    page.locator(STAGE).scroll_into_view_if_needed()
    stage = page.locator(STAGE).bounding_box()
    places = [
        (stage["x"] + stage["width"] * x, stage["y"] + stage["height"] * y) for x, y in (begin, end)
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=5)
    page.mouse.up()


def _areas(page) -> list[list[float]]:
    """The lines of numbers that would be sent."""
    text = page.locator("[name=areas]").input_value()
    return [[float(part) for part in line.split()] for line in text.splitlines()]


def _until(page, expression):
    """Asked again and again from here: the page's own policy forbids it to evaluate words."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"it did not happen in time: {expression}"
        page.wait_for_timeout(50)


def _loaded(page):
    """The film shows its first picture."""
    page.locator("video").wait_for()
    _until(page, "document.querySelector('video').readyState >= 2")


def _at(page, seconds):
    """The film stands at ``seconds`` and has drawn it."""
    video = "document.querySelector('video')"
    _until(page, f"Math.abs({video}.currentTime - {seconds}) < 0.05 && !{video}.seeking")


def _go(page, seconds):
    page.locator("[data-film=seek]").fill(str(seconds))
    _at(page, seconds)


def test_photo_is_redacted_with_mouse_and_keyboard(page):
    photo = ready_photo(
        data=files.png(640, 480), name="a.png", unit_path=unit().path, protect_mark="witness"
    )
    page.goto(f"/admin/perlindungan/foto/{photo.pk}/")

    _drag(page, (0.1, 0.1), (0.4, 0.5))
    box = page.locator(".redaction__box")
    expect(box).to_be_focused()
    for key in ("ArrowRight", "Control+ArrowDown", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Tambah bidang").click()
    expect(box).to_have_count(2)
    page.keyboard.press("Delete")
    expect(box).to_have_count(1)
    page.get_by_role("button", name="Simpan penyamaran").click()

    expect(page.get_by_text("Foto disamarkan: 1 bidang.")).to_be_visible()
    assert photo.redactions.get().boxes == [pytest.approx([0.11, 0.15, 0.3, 0.4], abs=0.01)]
    photo.refresh_from_db()
    assert publishable(photos=[photo])


def test_proposed_face_is_hidden_by_a_press_and_a_box_may_begin_on_it(page):
    photo = ready_photo(data=files.png(640, 480), name="a.png", unit_path=unit().path)
    FaceProposal.objects.create(photo=photo, x=0.1, y=0.1, width=0.4, height=0.4, score=0.9)
    page.goto(f"/admin/perlindungan/foto/{photo.pk}/")

    _drag(page, (0.3, 0.3), (0.8, 0.8))
    expect(page.locator(".redaction__box.is-box")).to_have_count(1)
    expect(page.locator("[data-faces-open]")).to_have_text("1")
    _drag(page, (0.15, 0.15), (0.15, 0.15))
    expect(page.locator("[data-faces-open]")).to_have_text("0")

    page.keyboard.press("Control+z")
    expect(page.locator("[data-faces-open]")).to_have_text("1")
    page.get_by_role("button", name="Gambar", exact=True).click()
    _drag(page, (0.15, 0.15), (0.15, 0.15))
    expect(page.locator("[data-faces-open]")).to_have_text("0")
    expect(page.locator(".redaction__box.is-box")).to_have_count(2)


def test_film_is_redacted_with_the_mouse_and_the_work_is_followed(page, video, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    page.goto(f"/admin/perlindungan/video/{video.pk}/")
    _loaded(page)

    _drag(page, (0.05, 0.3), (0.25, 0.65))
    assert _areas(page) == [
        pytest.approx([1, 0, 5, 30, 20, 35], abs=1),
        pytest.approx([1, 4, 5, 30, 20, 35], abs=1),
    ]
    _go(page, 2)
    _drag(page, (0.15, 0.5), (0.5, 0.5))
    _go(page, 3)
    page.get_by_role("button", name="Selesai di sini").click()
    assert [line[1:3] for line in _areas(page)] == [
        pytest.approx([0, 5], abs=1), pytest.approx([2, 40], abs=1), pytest.approx([3, 40], abs=1)
    ]  # fmt: skip
    _go(page, 1)
    box = page.locator(".redaction__box")
    assert float(box.evaluate("box => parseFloat(box.style.left)")) == pytest.approx(22.5, abs=1)
    _go(page, 3.5)
    expect(box).to_have_count(0)
    page.get_by_role("button", name="Buat film yang disamarkan").click()

    expect(page.get_by_text("Penyamaran menunggu gilirannya.")).to_be_visible()
    expect(page.locator("form[data-redaction]")).to_have_count(0)
    assert burn_due() == 1
    expect(page.get_by_text("Boleh diterbitkan.", exact=True)).to_be_visible()
    assert FilmRedaction.objects.get().state == OutboxState.DONE
    _loaded(page)
    assert len(_areas(page)) == 3, "what holds is there to be changed"


def test_what_is_typed_beside_a_film_stays_when_the_work_at_it_ends(page, video, editor, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    redact_film(actor=editor, video=video, whole_picture=True)
    page.goto(f"/admin/perlindungan/video/{video.pk}/")
    expect(page.get_by_text("Penyamaran menunggu gilirannya.")).to_be_visible()
    field = page.locator("[name=given_by]")
    field.press_sequentially("Ibu Sri")

    assert burn_due() == 1

    expect(page.get_by_text("Sudah selesai.")).to_be_visible()
    expect(field).to_have_value("Ibu Sri")
    expect(field).to_be_focused()
    page.get_by_role("link", name="Muat ulang").click()
    expect(page.get_by_text("Boleh diterbitkan.", exact=True)).to_be_visible()


def test_film_is_redacted_with_the_keyboard_alone_on_a_narrow_screen(page, video):
    face = FaceTrack.objects.create(video=video, marks=FACE, begins_s=0, ends_s=3, score=0.9)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/admin/perlindungan/video/{video.pk}/")
    _loaded(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(OVER_THE_EDGE) == []

    page.get_by_role("button", name="Tambah bidang").focus()
    page.keyboard.press("Enter")
    box = page.locator(".redaction__box.is-box")
    expect(box).to_be_focused()
    page.keyboard.press("Control+ArrowLeft")
    for _press in range(5):
        page.keyboard.press(".")
    _at(page, 1)
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("]")
    assert [line[1:3] for line in _areas(page)] == [
        pytest.approx([0, 35], abs=0.6), pytest.approx([1, 40], abs=0.6)
    ]  # fmt: skip
    page.keyboard.press("Control+z")
    assert _areas(page)[-1][1] == pytest.approx(4, abs=0.1)
    page.locator(".redaction__box.is-face").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-faces-open]")).to_have_text("0")
    before = page.locator("[data-film=seek]").input_value()
    page.get_by_text("Cara memakai").click()
    page.get_by_label("Pintasan satu huruf").uncheck()
    box.focus()
    page.keyboard.press(".")
    expect(page.locator("[data-film=seek]")).to_have_value(before)
    page.get_by_label("Hilangkan suaranya").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Buat film yang disamarkan").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Boleh diterbitkan.", exact=True)).to_be_visible()
    row = FilmRedaction.objects.get()
    assert (row.state, row.is_mute, row.faces) == (OutboxState.DONE, True, [face.pk])
    face.refresh_from_db()
    assert face.state == FaceState.CONFIRMED
