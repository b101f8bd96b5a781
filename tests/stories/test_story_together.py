"""Two people with one story: nobody's words are overwritten unseen."""

import datetime

import pytest
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Comment

from cms.people.models import Role
from stories.models import (
    Activity,
    Programme,
    StoryCorrection,
    StoryOfficer,
    StoryPage,
    Topic,
)
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import described_photo, figure, story_page
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
    photo, topic = described_photo(), Topic.objects.first() or Topic.objects.create(name="Malam")
    body = {"body-1-deleted": "", "body-1-order": "1", "body-1-type": "figure", "body-1-id": ""}
    image = {"image": str(photo.pk), "decorative": "", "alt_text": "Warga"}
    body |= {f"body-1-value-image-{name}": value for name, value in image.items()}
    written = _loaded(page) | {
        "title": "Judul baru",
        "lead_photo": str(photo.pk),
        "lead_alt": "Warga di pos ronda",
        "officer_note": "Judul saya pendekkan.\r\nSupaya jelas.",
        "happened_at": "2026-03-01 19:30",
        "topics": [str(topic.pk)],
        "corrections-TOTAL_FORMS": "1",
        "corrections-0-id": "",
        "corrections-0-note": "Nama ketua RT sudah dibetulkan.",
        "corrections-0-ORDER": "1",
        "body-count": "2",
        "body-1-value-caption": "Pos ronda RW 3",
        **body,
    }
    client, address = client_of(person(Role.EDITOR)), f"/admin/pages/{page.pk}/edit/"
    assert _autosave(client, page, **written).json()["success"] is True

    same = client.post(address, _form(page, **written))

    written["title"] = "Judul lain"
    other = client.post(address, _form(page, **written))
    assert (same.status_code, other.status_code) == (302, 409)


def _photo(title: str):
    photo = described_photo()
    photo.title = title
    photo.save()
    return photo


def _with_other_officer(newer):
    newer.story_officers = [StoryOfficer(officer=OfficerFactory(name="Wayan Sukerta"))]


def _with_correction(newer):
    newer.corrections = [StoryCorrection(note="Nama ketua RT keliru.", hides_earlier=True)]


def _with_photo_in_body(newer):
    photo = _photo("Pos ronda di malam hari")
    newer.body = [("paragraph", "<p>Warga berkumpul.</p>"), ("figure", figure(photo))]


def _one(model, **fields):
    return model.objects.create(**fields)


# What another wrote into each part of the editor's form, and what one then reads of it.
CHANGES = {
    "title": (lambda s: setattr(s, "title", "Judul dari Ani"), "Judul dari Ani"),
    "summary": (lambda s: setattr(s, "summary", "Ringkasan dari Ani."), "Ringkasan dari Ani."),
    "lead_photo": (
        lambda s: setattr(s, "lead_photo", _photo("Ronda pertama")),
        "Ronda pertama",
    ),
    "lead_alt": (lambda s: setattr(s, "lead_alt", "Tiga warga"), "Tiga warga"),
    "body": (_with_photo_in_body, "Pos ronda di malam hari"),
    "protection_note": (lambda s: setattr(s, "protection_note", "Disamarkan."), "Disamarkan."),
    "officer_note": (lambda s: setattr(s, "officer_note", "Dipendekkan."), "Dipendekkan."),
    "corrections": (_with_correction, "Nama ketua RT keliru. – Sembunyikan teks sebelumnya"),
    "story_officers": (_with_other_officer, "Wayan Sukerta"),
    "unit": (lambda s: setattr(s, "unit", unit("POLRES-3201")), "Polres 3201"),
    "village": (lambda s: setattr(s, "village", None), "(kosong)"),
    "happened_at": (
        lambda s: setattr(s, "happened_at", datetime.datetime(2026, 3, 1, 5, tzinfo=datetime.UTC)),
        "Maret 2026",
    ),
    "activity": (
        lambda s: setattr(s, "activity", _one(Activity, name="Tanam pohon", slug="tanam")),
        "Tanam pohon",
    ),
    "programme": (
        lambda s: setattr(s, "programme", _one(Programme, name="Desa hijau", slug="hijau")),
        "Desa hijau",
    ),
    "topics": (
        lambda s: setattr(s, "topics", [_one(Topic, name="Sungai bersih", slug="sungai")]),
        "Sungai bersih",
    ),
    "language": (lambda s: setattr(s, "language", "en"), "English"),
    "slug": (lambda s: setattr(s, "slug", "alamat-dari-ani"), "alamat-dari-ani"),
    "seo_title": (lambda s: setattr(s, "seo_title", "Judul cari"), "Judul cari"),
    "search_description": (lambda s: setattr(s, "search_description", "Uraian"), "Uraian"),
    "show_in_menus": (lambda s: setattr(s, "show_in_menus", True), "ya"),
    "embargo_until": (
        lambda s: setattr(s, "embargo_until", timezone.now() + datetime.timedelta(days=9)),
        "Embargo",
    ),
    "go_live_at": (
        lambda s: setattr(s, "go_live_at", timezone.now() + datetime.timedelta(days=9)),
        "(kosong)",
    ),
    "expire_at": (
        lambda s: setattr(s, "expire_at", timezone.now() + datetime.timedelta(days=9)),
        "(kosong)",
    ),
}


def test_every_part_of_the_editors_form_is_tried():
    form = StoryPage.get_edit_handler().get_form_class()

    assert {*form.base_fields, *form.formsets} - set(CHANGES) == {
        "comments",
        "comment_notifications",
    }


@pytest.mark.parametrize("part", CHANGES)
def test_no_part_written_in_ones_own_other_window_is_lost_in_silence(page, part):
    publisher, address = person(Role.PUBLISHER), f"/admin/pages/{page.pk}/edit/"
    client, form = client_of(publisher), _form(page)
    assert client.post(address, form | _loaded(page)).status_code == 302
    loaded = _loaded(page)
    change, told = CHANGES[part]
    newer = _newest(page)
    change(newer)
    newer.save_revision(user=publisher, clean=False)
    seen = StoryPage.objects.get(pk=page.pk).get_latest_revision()

    answer = client.post(address, form | loaded)

    assert answer.status_code == 409
    assert told in answer.text
    assert "Anda sendiri sudah menyimpan" in answer.text
    assert answer.text.count("<h2 id=") == 1
    assert StoryPage.objects.get(pk=page.pk).get_latest_revision() == seen


def test_a_photo_that_was_exchanged_for_one_of_the_same_name_is_told_by_its_number(page):
    first, second = _photo("IMG_0001"), _photo("IMG_0001")
    loaded = _loaded(page)
    _other_saves(page, lead_photo=first)

    answer = client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, lead_photo=second.pk, **loaded)
    )

    assert answer.status_code == 409
    for photo in (first, second):
        assert f"“IMG_0001” (nomor {photo.pk})" in answer.text


def test_words_that_only_became_bold_are_told_to_read_the_same(page):
    loaded = _loaded(page)
    _other_saves(page, body=[("paragraph", "<p>Warga <b>berkumpul</b>.</p>")])

    answer = client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, **loaded)
    )

    assert answer.status_code == 409
    assert "Kata-katanya sama" in answer.text


def test_what_cannot_be_read_is_answered_and_not_broken(page):
    loaded = _loaded(page)
    _other_saves(page, title="Judul dari Ani")
    odd = {
        "lead_photo": "999999",
        "happened_at": "kemarin",
        "topics": ["x", "-1"],
        "language": "xx",
        "story_officers-0-officer": "99999999",
        "story_officers-0-ORDER": "²",
    }

    answer = client_of(person(Role.EDITOR)).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, **odd, **loaded)
    )

    assert answer.status_code == 409
    assert "kemarin" in answer.text


def test_remarks_of_another_are_no_newer_version_and_stay(page):
    loaded, other = _loaded(page), person(Role.EDITOR)
    newer = _newest(page)
    newer.wagtail_admin_comments = [Comment(user=other, text="Cek nama", contentpath="title")]
    newer.save_revision(user=other, clean=False)
    form = _form(page, happened_at=f"{timezone.localtime(page.happened_at):%Y-%m-%d %H:%M}")
    form["body-0-value"] = form["body-0-value"].replace(
        "Warga berkumpul.", "Pagi itu warga berkumpul."
    )

    answer = client_of(person(Role.EDITOR)).post(f"/admin/pages/{page.pk}/edit/", form | loaded)

    assert answer.status_code == 302
    assert [remark.text for remark in _newest(page).wagtail_admin_comments.all()] == ["Cek nama"]
