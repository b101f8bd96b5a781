"""Two people with one story: nobody's words are overwritten unseen."""

import pytest
from wagtail.admin.models import EditingSession

from cms.people.models import Role
from stories.models import StoryPage
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import story_page
from tests.stories.at_desk import client_of
from tests.stories.test_publishing import _form

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return story_page(officer=OfficerFactory())


def _loaded(page) -> dict[str, str]:
    """What the editor's form says of the version that it was opened with."""
    revision = page.get_latest_revision()
    return {
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }


def _newest(page) -> StoryPage:
    return StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def _other_saves(page, **changes):
    other = person(Role.EDITOR, first_name="Ani", last_name="Wulan")
    newer = _newest(page)
    for name, value in changes.items():
        setattr(newer, name, value)
    newer.save_revision(user=other, clean=False)


def test_a_form_of_an_old_version_is_answered_with_both_texts(page):
    loaded = _loaded(page)
    _other_saves(page, title="Judul dari Ani", summary="Ringkasan dari Ani.")

    response = client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/",
        _form(page, title="Judul dari saya", **loaded),
    )

    html = response.content.decode()
    assert response.status_code == 409
    for words in ("Ani Wulan", "Judul dari Ani", "Judul dari saya", "Ringkasan dari Ani."):
        assert words in html
    assert "Warga berkumpul." in html
    assert _newest(page).title == "Judul dari Ani"


def test_publishing_from_an_old_version_is_not_taken_either(page):
    loaded = _loaded(page)
    _other_saves(page, title="Judul dari Ani")

    response = client_of(person(Role.PUBLISHER)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, **loaded, **{"action-publish": "1"})
    )

    assert response.status_code == 409
    assert not StoryPage.objects.get(pk=page.pk).live


def test_whoever_saw_both_may_save_and_the_other_stays_in_the_history(page):
    loaded = _loaded(page)
    _other_saves(page, title="Judul dari Ani")
    seen = StoryPage.objects.get(pk=page.pk).get_latest_revision()

    response = client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/",
        _form(page, title="Judul dari saya", over_newer=str(seen.pk), **loaded),
    )

    assert response.status_code == 302
    assert _newest(page).title == "Judul dari saya"
    assert seen.as_object().title == "Judul dari Ani"


def test_a_still_newer_version_is_shown_again(page):
    loaded = _loaded(page)
    _other_saves(page, title="Judul dari Ani")
    seen = StoryPage.objects.get(pk=page.pk).get_latest_revision()
    _other_saves(page, title="Judul kedua dari Ani")

    response = client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, over_newer=str(seen.pk), **loaded)
    )

    assert response.status_code == 409
    assert _newest(page).title == "Judul kedua dari Ani"


def test_the_newest_version_is_saved_without_a_question(page):
    response = client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, title="Judul baru", **_loaded(page))
    )

    assert response.status_code == 302
    assert _newest(page).title == "Judul baru"


def test_a_locked_story_takes_no_form_of_another(page):
    holder = person(Role.EDITOR)
    StoryPage.objects.filter(pk=page.pk).update(locked=True, locked_by=holder)

    client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, title="Menyerobot", **_loaded(page))
    )

    assert _newest(page).title == page.title


def test_who_else_has_the_story_open_is_told(page):
    clients = [client_of(person(Role.EDITOR, first_name=name)) for name in ("Ani", "Budi")]
    for client in clients:
        client.get(f"/admin/pages/{page.pk}/edit/")
    first, second = EditingSession.objects.order_by("pk")

    answer = clients[1].post(
        f"/admin/editing-sessions/ping/wagtailcore/page/{page.pk}/{second.pk}/"
    )

    assert [other["session_id"] for other in answer.json()["other_sessions"]] == [first.pk]


APPROVAL = {"action-workflow-action": "true", "workflow-action-name": "approve"}


@pytest.fixture
def waiting(page):
    page.get_workflow().start(page, person(Role.EDITOR))
    return page


def _autosave(client, page, **typed):
    """What the editor's script sends by itself, with all that stands in the form by then."""
    address = f"/admin/pages/{page.pk}/edit/"
    return client.post(address, _form(page, **typed), headers={"accept": "application/json"})


def test_an_autosave_approves_and_publishes_nothing(waiting):
    publisher, loaded = client_of(person(Role.PUBLISHER)), _loaded(waiting)

    answer = _autosave(
        publisher, waiting, title="Judul baru", **loaded, **APPROVAL, **{"action-publish": "1"}
    )

    assert answer.json()["success"] is True
    assert _newest(waiting).title == "Judul baru"
    saved = StoryPage.objects.get(pk=waiting.pk)
    assert not saved.live
    assert saved.workflow_in_progress


def _approve(page):
    return client_of(person(Role.PUBLISHER)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, **_loaded(page), **APPROVAL), follow=True
    )


def test_whoever_mends_and_approves_in_one_press_publishes_and_reads_where(waiting):
    answer = _approve(waiting)

    saved = StoryPage.objects.get(pk=waiting.pk)
    assert saved.live
    assert saved.title == waiting.title
    assert not saved.workflow_in_progress
    assert "sudah terbit" in answer.text
    assert f'href="{saved.address}"' in answer.text
    assert "telah diperbarui" not in answer.text


def test_what_another_changed_since_is_approved_again_and_that_is_said(waiting):
    other = person(Role.PUBLISHER, first_name="Lain")
    task_state = waiting.current_workflow_task_state
    _newest(waiting).save_revision(user=other, clean=False)
    publisher = person(Role.PUBLISHER)

    task_state.task.specific.on_action(task_state, publisher, "approve")

    saved = StoryPage.objects.get(pk=waiting.pk)
    assert not saved.live
    assert saved.workflow_in_progress


def test_an_autosave_of_ones_own_with_the_same_words_is_no_newer_version(page):
    """The press came while the editor's script was still saving."""
    editor, loaded = person(Role.EDITOR), _loaded(page)
    newer = _newest(page)
    newer.title, newer.body = "Judul baru", [("paragraph", "<p>Warga berkumpul.</p>")]
    newer.save_revision(user=editor, clean=False)

    same = client_of(editor).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, title="Judul baru", **loaded)
    )
    loaded_again = _loaded(page) | loaded
    other = client_of(editor).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, title="Judul lain", **loaded_again)
    )

    assert (same.status_code, other.status_code) == (302, 409)
