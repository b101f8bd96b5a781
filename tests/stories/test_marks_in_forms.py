"""The mark and the words of a photo or film, changed in any form of Wagtail's, are those of the
protection screen and the library: the same people may, and the public side follows."""

import pytest
from django.urls import reverse
from wagtail.models import Collection

from cms.base.models import AuditEvent
from cms.media.models import Derivative, PublicUse
from cms.people.models import Role
from publishing.models import ItemState, PublishedItem
from tests import files
from tests.factories.stories import described_photo, described_video, story_page
from tests.stories.test_publishing import _staff

pytestmark = pytest.mark.django_db


def _words(**more):
    root = Collection.get_first_root_node().pk
    words = {"title": "Di lapangan", "collection": root, "alt_text": "Warga di lapangan"}
    rest = {"credit": "", "licence": "", "licence_until": "", "tags": "", "protect_mark": ""}
    return words | rest | more


def _edit(client, thing, **more):
    kind = "wagtailmedia" if thing._meta.model_name == "video" else "wagtailimages"
    return client.post(reverse(f"{kind}:edit", args=[thing.pk]), _words(**more))


def _edit_after_adding(client, photo, **more):
    """What follows a drop of many pictures: each has a form of its own."""
    words = {f"image-{photo.pk}-{name}": value for name, value in _words(**more).items()}
    url = reverse("wagtailimages:edit_multiple", args=[photo.pk])
    return client.post(url, words, headers={"x-requested-with": "XMLHttpRequest"})


def _photo(**fields):
    return described_photo(data=files.png(200, 150), name="a.png", **fields)


def _story_with(thing):
    if thing._meta.model_name == "photo":
        return story_page(lead_photo=thing)
    return story_page(lead_photo=None, body=[("paragraph", "<p>Lihat.</p>"), ("video", thing)])


DOORS = [
    pytest.param(_photo, _edit, id="photo"),
    pytest.param(_photo, _edit_after_adding, id="photo-of-many"),
    pytest.param(described_video, _edit, id="film"),
]


@pytest.mark.parametrize(("make", "door"), DOORS)
def test_a_mark_set_in_a_form_takes_the_public_story_away(make, door):
    client, editor = _staff(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path)
    _story_with(thing).get_latest_revision().publish()
    assert PublicUse.objects.exists()

    door(client, thing, protect_mark="child")

    thing.refresh_from_db()
    assert thing.protect_mark == "child"
    assert not PublicUse.objects.exists()
    assert not Derivative.objects.exclude(public_file="").exists()
    assert PublishedItem.objects.get().state == ItemState.WITHDRAWN
    event = AuditEvent.objects.get(verb="media.mark-changed")
    assert (event.actor_id, event.data) == (editor.pk, {"before": "", "after": "child"})


@pytest.mark.parametrize(("make", "door"), DOORS)
def test_who_protects_nobody_there_keeps_the_mark_and_writes_the_rest(make, door):
    """An award secretary may describe what they added; the mark is not theirs to take away."""
    client, secretary = _staff(Role.AWARD_SECRETARY, "MABES")
    thing = make(owner=secretary, protect_mark="child")

    door(client, thing, title="Upacara")

    thing.refresh_from_db()
    assert (thing.title, thing.protect_mark) == ("Upacara", "child")
    assert not AuditEvent.objects.filter(verb="media.mark-changed").exists()


@pytest.mark.parametrize(("make", "door"), [DOORS[0], DOORS[2]])
def test_the_form_says_who_may_change_the_mark(make, door):
    client, secretary = _staff(Role.AWARD_SECRETARY, "MABES")
    thing = make(owner=secretary)
    kind = "wagtailmedia" if thing._meta.model_name == "video" else "wagtailimages"
    url = reverse(f"{kind}:edit", args=[thing.pk])

    assert "Hanya redaktur atau penerbit" in client.get(url).content.decode()
    editor, _user = _staff(Role.EDITOR, "MABES")
    assert "Hanya redaktur atau penerbit" not in editor.get(url).content.decode()


@pytest.mark.parametrize(("make", "door"), DOORS)
def test_a_form_that_changes_no_mark_writes_no_mark(make, door):
    client, editor = _staff(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path, protect_mark="victim")

    door(client, thing, protect_mark="victim", title="Baru")

    thing.refresh_from_db()
    assert (thing.title, thing.protect_mark) == ("Baru", "victim")
    assert not AuditEvent.objects.filter(verb="media.mark-changed").exists()


# --- words and rights of what is public -----------------------------------------------------------


@pytest.mark.parametrize(("make", "door"), DOORS)
def test_credit_changed_in_a_form_reaches_the_public(make, door):
    client, editor = _staff(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path)
    _story_with(thing).get_latest_revision().publish()

    door(client, thing, credit="Humas Polres Bogor")

    assert "Humas Polres Bogor" in str(PublishedItem.objects.get().document)


@pytest.mark.parametrize(("make", "door"), DOORS)
def test_words_of_what_is_public_are_not_emptied_in_a_form(make, door):
    client, editor = _staff(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path)
    _story_with(thing).get_latest_revision().publish()

    answer = door(client, thing, alt_text="")

    thing.refresh_from_db()
    assert thing.alt_text
    assert "sedang tayang" in answer.content.decode()


def test_words_of_what_is_not_public_may_be_emptied_in_a_form():
    client, editor = _staff(Role.EDITOR)
    photo = _photo(unit_path=editor.role_assignments.get().unit.path)

    assert _edit(client, photo, alt_text="").status_code == 302


def test_photo_that_only_adorns_says_nothing_else_in_a_form():
    client, editor = _staff(Role.EDITOR)
    photo = _photo(unit_path=editor.role_assignments.get().unit.path)

    answer = _edit(client, photo, is_decorative="on")

    assert "pilih salah satu" in answer.content.decode()
