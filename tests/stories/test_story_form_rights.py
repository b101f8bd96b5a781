"""The story editor's form: whose unit a story may be given, and what it may show."""

import pytest

from cms.people.models import Role, RoleAssignment
from stories.models import StoryPage
from tests.factories.awards import published_story
from tests.factories.pages import words_linking
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import (
    ReportFactory,
    described_photo,
    described_video,
    figure,
    story_index,
    story_page,
)
from tests.stories.at_desk import client_of
from tests.stories.test_publishing import _form
from tests.stories.test_story_together import _loaded, _newest

pytestmark = pytest.mark.django_db

HERE, THERE = "POLRES-3201", "POLRES-3202"
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def page():
    return story_page(unit=unit(HERE))


def _save(user, page, **changes):
    return client_of(user).post(
        f"/admin/pages/{page.pk}/edit/", _form(page, **(_loaded(page) | changes))
    )


def _publisher_here_editor_there():
    user = person(Role.PUBLISHER, HERE)
    RoleAssignment.objects.create(user=user, role=Role.EDITOR, unit=unit(THERE))
    return user


# --- The unit ------------------------------------------------------------------------------------


def test_who_publishes_here_and_edits_there_publishes_nothing_there(page):
    response = _save(_publisher_here_editor_there(), page, unit=str(unit(THERE).pk), **PUBLISH)

    assert "di luar wilayah tugas Anda" in response.content.decode()
    assert not StoryPage.objects.get(pk=page.pk).live


def test_who_publishes_here_and_edits_there_begins_nothing_public_there(page):
    form = _form(page, unit=str(unit(THERE).pk), title="Cerita baru", slug="cerita-baru")

    client_of(_publisher_here_editor_there()).post(
        f"/admin/pages/add/stories/storypage/{story_index().pk}/", form | PUBLISH
    )

    assert not StoryPage.objects.filter(slug="cerita-baru", live=True).exists()


def test_who_edits_in_both_units_may_give_a_draft_to_the_other(page):
    _save(_publisher_here_editor_there(), page, unit=str(unit(THERE).pk))

    assert _newest(page).unit == unit(THERE)


def test_a_draft_given_to_another_unit_is_published_there_only(page):
    page.get_latest_revision().publish()
    page = StoryPage.objects.get(pk=page.pk)
    user = _publisher_here_editor_there()
    _save(user, page, unit=str(unit(THERE).pk), title="Judul bagi satuan lain")

    client_of(user).post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}")
    page = StoryPage.objects.get(pk=page.pk)
    assert page.unit == unit(HERE)

    _save(person(Role.PUBLISHER, THERE), page, unit=str(unit(THERE).pk), **PUBLISH)
    assert StoryPage.objects.get(pk=page.pk).unit == unit(THERE)


def test_a_draft_is_never_without_a_unit(page):
    response = _save(person(Role.EDITOR, HERE), page, unit="")

    assert "cerita selalu milik satu satuan" in response.content.decode()
    assert _newest(page).unit == unit(HERE)


def test_a_new_story_is_not_kept_without_a_unit(page):
    form = _form(page, unit="", title="Cerita baru", slug="cerita-baru")

    response = client_of(person(Role.EDITOR, HERE)).post(
        f"/admin/pages/add/stories/storypage/{story_index().pk}/", form
    )

    assert "cerita selalu milik satu satuan" in response.content.decode()
    assert not StoryPage.objects.filter(slug="cerita-baru").exists()


def test_a_new_story_begins_with_the_writers_unit():
    html = (
        client_of(person(Role.EDITOR, HERE))
        .get(f"/admin/pages/add/stories/storypage/{story_index().pk}/")
        .content.decode()
    )

    assert f'name="unit" value="{unit(HERE).pk}"' in html


def test_a_version_without_a_unit_is_read_with_the_storys(page):
    page.unit = None
    page.save_revision(clean=False)

    assert (
        client_of(person(Role.EDITOR, HERE)).get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    )


# --- What it shows -------------------------------------------------------------------------------


def _theirs(**fields):
    return described_photo(unit_path=unit("POLSEK-320201").path, **fields)


def _unsent():
    return ReportFactory(with_photos=1).attachments.get().upload.photo


def _in_the_body(photo) -> dict[str, str]:
    return {
        "body-0-type": "figure",
        "body-0-value-image-image": str(photo.pk),
        "body-0-value-image-alt_text": "Warga di pos ronda",
        "body-0-value-caption": "",
    }


def _in_a_gallery(photo) -> dict[str, str]:
    inside = {
        name.replace("body-0-value", "body-0-value-0-value"): value
        for name, value in _in_the_body(photo).items()
        if name != "body-0-type"
    }
    return inside | {
        "body-0-type": "gallery",
        "body-0-value-count": "1",
        "body-0-value-0-deleted": "",
        "body-0-value-0-order": "0",
        "body-0-value-0-type": "item",
    }


def _at_the_top(photo) -> dict[str, str]:
    return {"lead_photo": str(photo.pk), "lead_alt": "Warga di pos ronda"}


@pytest.mark.parametrize("place", [_at_the_top, _in_the_body, _in_a_gallery])
@pytest.mark.parametrize("photo", [_theirs, _unsent])
def test_a_photo_of_others_is_not_taken_by_its_number(page, photo, place):
    response = _save(person(Role.EDITOR, HERE), page, **place(photo()))

    assert response.status_code == 403
    assert _newest(page).photos() == []


def test_a_film_of_others_is_not_taken_by_its_number(page):
    film = described_video(unit_path=unit("POLSEK-320201").path)

    response = _save(
        person(Role.EDITOR, HERE), page, **{"body-0-type": "video", "body-0-value": str(film.pk)}
    )

    assert response.status_code == 403
    assert _newest(page).videos() == []


def test_a_photo_of_others_is_not_seen_in_a_preview(page):
    client = client_of(person(Role.EDITOR, HERE))
    address = f"/admin/pages/{page.pk}/edit/preview/"

    response = client.post(address, _form(page, **_at_the_top(_theirs())))

    assert response.status_code == 403
    assert "<picture" not in client.get(f"{address}?mode=").content.decode()


def test_a_photo_of_others_is_not_named_where_two_versions_are_compared(page):
    old = _loaded(page)
    page.summary = "Ringkasan rekan."
    page.save_revision(user=person(Role.EDITOR, HERE))
    photo = _theirs()
    photo.title = "Korban Siti"
    photo.save()

    response = _save(person(Role.EDITOR, HERE), page, **(_at_the_top(photo) | old))

    assert response.status_code == 403
    assert "Korban Siti" not in response.content.decode()


def test_a_photo_that_is_in_the_story_already_stays(page):
    photo = _theirs()
    page.lead_photo, page.lead_alt = photo, "Warga di pos ronda"
    page.body = [("figure", figure(_theirs()))]
    page.save()
    page.save_revision()

    response = _save(person(Role.EDITOR, HERE), page, lead_photo=str(photo.pk), title="Judul baru")

    assert response.status_code == 302
    assert (_newest(page).title, _newest(page).lead_photo) == ("Judul baru", photo)


@pytest.mark.parametrize("place", [_at_the_top, _in_the_body, _in_a_gallery])
def test_a_photo_of_the_own_units_is_taken(page, place):
    photo = described_photo(unit_path=unit("POLSEK-320101").path)

    assert _save(person(Role.EDITOR, HERE), page, **place(photo)).status_code == 302
    assert [shown.pk for shown in _newest(page).photos()] == [photo.pk]


# --- What it links -------------------------------------------------------------------------------


def _linking(other) -> dict[str, str]:
    """A body whose only paragraph links ``other`` by its number."""
    return {"body-0-value": words_linking(other)}


@pytest.mark.parametrize("address", ["edit/", "edit/preview/"])
def test_a_draft_of_others_is_not_linked_by_its_number(page, address):
    theirs = story_page(unit=unit(THERE), title="Rahasia", slug="korban-siti-aminah")
    client = client_of(person(Role.EDITOR, HERE))
    form = _form(page, **_loaded(page), **_linking(theirs))

    response = client.post(f"/admin/pages/{page.pk}/{address}", form)

    assert response.status_code == 403
    editor = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert theirs.slug not in response.content.decode() + editor


def test_a_link_that_is_in_the_story_already_stays(page):
    theirs = story_page(unit=unit(THERE))
    page.body = [("paragraph", f'<p><a linktype="page" id="{theirs.pk}">Baca</a> juga.</p>')]
    page.save_revision()

    response = _save(person(Role.EDITOR, HERE), page, title="Judul baru", **_linking(theirs))

    assert response.status_code == 302
    assert _newest(page).title == "Judul baru"


def _ours():
    return story_page(unit=unit("POLSEK-320101"))


def _public():
    return published_story(OfficerFactory(unit=unit("POLSEK-320201")))


@pytest.mark.parametrize("other", [_ours, _public])
def test_a_draft_of_the_own_units_and_what_is_public_are_linked(page, other):
    other = other()

    assert _save(person(Role.EDITOR, HERE), page, **_linking(other)).status_code == 302
    assert f'id="{other.pk}"' in _newest(page).body[0].value.source
