"""Wagtail's forms of a photo or film: of two who have one open, the second writes nothing over the
first unseen."""

import pytest
from django.urls import reverse
from wagtail.images.forms import get_image_form
from wagtailmedia.forms import get_media_form

from cms.base.versions import Overtaken
from cms.media.models import Video
from cms.media.versioned import form_version
from cms.people.models import Role
from tests.stories.test_marks_in_forms import DOORS, _words
from tests.stories.test_publishing import _staff

pytestmark = pytest.mark.django_db
ASKED = "Ada yang menyimpan lebih dulu"


@pytest.fixture(params=[door.values for door in DOORS], ids=[door.id for door in DOORS])
def at_door(request):
    """A photo or film, and what saves its form: ``save(version=…, **words)``."""
    make, door = request.param
    client, editor = _staff(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path)
    is_of_many = door.__name__ == "_edit_after_adding"

    def save(**words):
        answer = door(client, thing, **words)
        thing.refresh_from_db()
        return (
            answer.json()["form"]
            if is_of_many and ASKED in answer.content.decode()
            else (answer.content.decode())
        )

    return thing, save


def test_the_second_of_two_is_asked_and_both_words_stand_there(at_door):
    thing, save = at_door
    seen = form_version(thing)
    save(version=seen, credit="Ani")

    page = save(version=seen, credit="Budi")

    assert thing.credit == "Ani"
    assert ASKED in page
    assert "tersimpan sekarang: Ani" in page
    assert "simpan sekali lagi" in page
    assert 'value="Budi"' in page
    assert f'value="{form_version(thing)}"' in page, "the next press is meant"
    save(version=form_version(thing), credit="Budi")
    assert thing.credit == "Budi"


def test_a_mark_that_was_set_meanwhile_is_not_taken_away(at_door):
    thing, save = at_door
    seen = form_version(thing)
    save(version=seen, protect_mark="child")

    page = save(version=seen, credit="Budi")

    assert (thing.protect_mark, thing.credit) == ("child", "")
    assert f"tersimpan sekarang: {thing.get_protect_mark_display()}" in page


def test_labels_count(at_door):
    thing, save = at_door
    seen = form_version(thing)
    save(version=seen, tags="ronda")

    page = save(version=seen, tags="panen")

    assert [tag.name for tag in thing.tags.all()] == ["ronda"]
    assert "tersimpan sekarang: ronda" in page


def test_the_same_words_twice_are_no_quarrel(at_door):
    thing, save = at_door
    seen = form_version(thing)
    save(version=seen, credit="Ani")

    assert ASKED not in save(version=seen, credit="Ani")


@pytest.mark.parametrize(("make", "_door"), DOORS[::2])
def test_the_form_carries_the_version_that_it_shows(make, _door):
    client, editor = _staff(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path)
    kind = "wagtailmedia" if thing._meta.model_name == "video" else "wagtailimages"

    page = client.get(reverse(f"{kind}:edit", args=[thing.pk])).content.decode()

    assert f'name="version" value="{form_version(thing)}"' in page


def test_a_form_without_a_version_saves_as_before(at_door):
    thing, save = at_door

    save(credit="Ani")

    assert thing.credit == "Ani"


@pytest.mark.parametrize(("make", "_door"), DOORS[::2])
def test_a_save_between_the_look_and_the_save_is_not_written_over(make, _door):
    _client, editor = _staff(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path)
    model = type(thing)
    form_class = get_media_form(model) if model is Video else get_image_form(model)
    first, second = [
        form_class(_words(credit=name), instance=model.objects.get(pk=thing.pk), user=editor)
        for name in ("Ani", "Budi")
    ]
    assert first.is_valid(), first.errors
    assert second.is_valid(), second.errors
    first.save()

    with pytest.raises(Overtaken):
        second.save()

    thing.refresh_from_db()
    assert thing.credit == "Ani"
