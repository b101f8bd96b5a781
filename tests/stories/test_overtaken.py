"""Nobody's words are overwritten unseen: in the media library and among the ready-made notes."""

import pytest
from django.urls import reverse

from cms.media.models import Photo
from cms.people.models import Role
from stories.models import CoachingNote, MediaAsset
from stories.services.desk import notes
from stories.services.library import bulk, deeds
from stories.services.library.deeds import Description
from tests.factories.library import asset
from tests.factories.people import person, unit
from tests.stories.at_desk import client_of

pytestmark = pytest.mark.django_db
NEWER = "Ibu dan anak di posyandu, wajah tidak tampak"


def _loaded(answer) -> dict:
    """What a browser sends back of the form that ``answer`` shows."""
    form = answer.context["form"]
    return {field.html_name: field.value() or "" for field in form}


@pytest.fixture
def editors():
    return client_of(person(Role.EDITOR)), client_of(person(Role.EDITOR))


def test_a_form_opened_before_puts_no_old_words_back(editors):
    one, other = editors
    row = asset(unit_path=unit().path)
    shown = reverse("stories_library:asset", args=[row.pk])
    url = reverse("stories_library:describe", args=[row.pk])
    stale = _loaded(one.get(shown))
    saved = _loaded(other.get(shown)) | {"alt_text": NEWER, "tags": "posyandu"}
    assert other.post(url, saved).status_code == 302

    answer = one.post(url, stale | {"credit": "Humas"})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert NEWER in text
    assert 'value="Humas"' in text
    photo = Photo.objects.get(pk=row.photo_id)
    assert (photo.alt_text, photo.credit) == (NEWER, "")
    assert {label for label, _theirs, _own in answer.context["newer"]} == {
        "Teks alternatif",
        "Kredit",
        "Label",
    }


def test_who_saw_both_decides(editors):
    one, other = editors
    row = asset(unit_path=unit().path)
    shown = reverse("stories_library:asset", args=[row.pk])
    url = reverse("stories_library:describe", args=[row.pk])
    stale = _loaded(one.get(shown))
    other.post(url, _loaded(other.get(shown)) | {"alt_text": NEWER})
    both = one.post(url, stale | {"credit": "Humas"})

    answer = one.post(url, _loaded(both))

    assert answer.status_code == 302
    photo = Photo.objects.get(pk=row.photo_id)
    assert (photo.alt_text, photo.credit) == ("Warga di pos ronda", "Humas")


def test_the_same_words_again_are_no_conflict(editors):
    one, other = editors
    row = asset(unit_path=unit().path)
    shown = reverse("stories_library:asset", args=[row.pk])
    url = reverse("stories_library:describe", args=[row.pk])
    wanted = _loaded(one.get(shown)) | {"alt_text": NEWER}
    other.post(url, wanted)

    assert one.post(url, wanted).status_code == 302


def test_form_without_a_version_overwrites_nothing(editors):
    one, _other = editors
    row = asset(unit_path=unit().path)
    url = reverse("stories_library:describe", args=[row.pk])

    answer = one.post(url, {"title": "Lain", "alt_text": NEWER})

    assert answer.status_code == 409
    assert Photo.objects.get(pk=row.photo_id).alt_text == "Warga di pos ronda"


def test_undo_leaves_a_credit_that_another_wrote_since():
    one, other = person(Role.EDITOR), person(Role.EDITOR)
    rows = [asset(unit_path=unit().path, credit="Lama") for _number in range(2)]
    outcome = bulk.set_credit(actor=one, assets=rows, credit="Humas")
    row = MediaAsset.objects.select_related("photo").get(pk=rows[0].pk)
    words = Description(title=row.title, alt_text=row.photo.alt_text, credit="Antara / benar")
    deeds.describe(actor=other, asset=row, words=words)

    assert bulk.undo(actor=one, change_id=outcome.change_id) == 1

    credits = [Photo.objects.get(pk=row.photo_id).credit for row in rows]
    assert credits == ["Antara / benar", "Lama"]
    assert [MediaAsset.objects.get(pk=row.pk).credit for row in rows] == credits


def test_undo_leaves_words_and_labels_that_another_changed_since():
    one, other = person(Role.EDITOR), person(Role.EDITOR)
    row = asset(unit_path=unit().path)
    adorned = bulk.set_decorative(actor=one, assets=[row])
    tagged = bulk.add_tags(actor=one, assets=[row], tags=["panen"])
    row = MediaAsset.objects.select_related("photo").get(pk=row.pk)
    deeds.describe(actor=other, asset=row, words=Description(title=row.title, alt_text=NEWER))

    assert bulk.undo(actor=one, change_id=adorned.change_id) == 0
    assert bulk.undo(actor=one, change_id=tagged.change_id) == 0

    photo = Photo.objects.get(pk=row.photo_id)
    assert (photo.alt_text, photo.is_decorative, photo.tags.count()) == (NEWER, False, 0)


def test_note_is_not_written_over_a_newer_one(editors):
    one, other = editors
    author = person(Role.EDITOR)
    note = notes.save_note(
        actor=author,
        data=notes.NoteInput(
            title="Foto", text="Mohon kirim foto lagi.", topic="photo", unit=unit("POLRES-3201")
        ),
    )
    url = reverse("stories_desk:note", args=[note.pk])
    stale = _loaded(one.get(url))
    saved = other.post(url, _loaded(other.get(url)) | {"text": "Mohon kirim foto yang terang."})
    assert saved.status_code == 302

    answer = one.post(url, stale | {"title": "Foto gelap"})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mohon kirim foto yang terang." in text
    assert "Foto gelap" in text
    assert CoachingNote.objects.get(pk=note.pk).title == "Foto"

    assert one.post(url, _loaded(answer)).status_code == 302
    assert CoachingNote.objects.get(pk=note.pk).title == "Foto gelap"
