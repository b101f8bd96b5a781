"""Writing a story in Wagtail's editor, with its script: what it saves by itself and what is
pressed belong together."""

import time

import pytest
from playwright.sync_api import expect

from cms.people.models import Role
from stories.models import StoryPage
from tests.factories.people import person
from tests.factories.stories import story_page
from tests.journeys.test_report_to_reader import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def _typed(page, summary: str) -> None:
    """Type ``summary``, and spaces after it until the editor has saved it by itself: what is typed
    in its first two seconds it takes for the text as it was."""
    saved = []
    page.on(
        "response",
        lambda answer: (
            answer.url.endswith("/edit/")
            and answer.request.method == "POST"
            and saved.append(answer)
        ),
    )
    page.fill("[name=summary]", summary)
    deadline = time.monotonic() + 60
    while not saved:
        assert time.monotonic() < deadline, "the editor saved nothing"
        page.keyboard.type(" ")
        page.wait_for_timeout(500)
    # What follows from the answer is done in the next picture that the browser draws.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def test_one_is_never_told_of_ones_own_words_and_approves_them_in_one_press(desk):
    story = story_page(title="Pos ronda menyala lagi")
    story.get_workflow().start(story, person(Role.EDITOR))
    page = desk()
    sign_in(page, person(Role.PUBLISHER).email)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    _typed(page, "Warga menyalakan lagi pos ronda.")
    _typed(page, "Warga menyalakan lagi pos ronda dan berjaga bergiliran.")
    page.get_by_role("button", name="Setujui dan terbitkan").click()

    expect(page.get_by_text("” sudah terbit")).to_be_visible()
    saved = StoryPage.objects.get(pk=story.pk)
    assert saved.live
    assert saved.summary == "Warga menyalakan lagi pos ronda dan berjaga bergiliran."


@pytest.mark.parametrize(
    ("press", "answered"),
    [("Simpan konsep", "telah diperbarui"), ("Setujui dan terbitkan", "” sudah terbit")],
)
def test_a_press_while_the_editor_saves_by_itself_waits_for_its_answer(desk, press, answered):
    story = story_page(title="Pos ronda menyala lagi")
    story.get_workflow().start(story, person(Role.EDITOR))
    page = desk()
    sign_in(page, person(Role.PUBLISHER).email)
    held = []

    def hold_first(route):
        is_autosave = "json" in route.request.headers.get("accept", "")
        if route.request.method == "POST" and is_autosave and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    page.goto(f"/admin/pages/{story.pk}/edit/")
    page.route("**/edit/", hold_first)
    page.focus("[name=summary]")
    deadline = time.monotonic() + 60
    while not held:
        assert time.monotonic() < deadline, "the editor saved nothing"
        page.keyboard.type("a ")
        page.wait_for_timeout(500)
    page.fill("[name=summary]", "Warga menyalakan lagi pos ronda.")
    if press == "Simpan konsep":
        page.locator("[data-w-dropdown-target=toggle]:visible").last.click()
    page.get_by_role("button", name=press).click()
    page.wait_for_timeout(500)
    route, answer = held[0]
    route.fulfill(response=answer)

    expect(page.get_by_text(answered)).to_be_visible()
    saved = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert saved.summary == "Warga menyalakan lagi pos ronda."
