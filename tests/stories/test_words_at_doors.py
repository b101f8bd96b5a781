"""A picture's title or file name is no description of it: at every door that takes words."""

import pytest
from django.urls import reverse

from cms.base.errors import Invalid
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.descriptions import describes_nothing
from cms.media.models import Photo, Video
from cms.people.models import Role
from local_heroes.models import HeroProfilePage
from publishing.models import PublishedItem
from stories.services.library import deeds
from tests.factories.library import asset
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import described_photo, described_video, figure, story_page

pytestmark = pytest.mark.django_db
TITLE = "Sambang ke Desa Sukamaju"
NOTHING = [TITLE, "sambang  ke desa SUKAMAJU ", "IMG_20261124_0915.jpg", "DSC 0042", "foto-3.HEIC"]
EACH = pytest.mark.parametrize("text", NOTHING)


@EACH
@pytest.mark.parametrize("kind", ["photo", "video"])
def test_librarys_form_says_no(client, text, kind):
    row = asset(kind=kind, unit_path=unit().path)
    client.force_login(person(Role.EDITOR))
    url = reverse("stories_library:describe", args=[row.pk])

    answer = client.post(url, {"title": TITLE, "alt_text": text})

    assert answer.status_code == 422
    assert "judul atau nama berkas" in answer.content.decode()
    row.thing.refresh_from_db()
    assert row.thing.alt_text == "Warga di pos ronda"


@EACH
@pytest.mark.parametrize("kind", ["photo", "video"])
def test_wagtails_form_says_no(client, text, kind):
    row = asset(kind=kind, unit_path=unit().path)
    client.force_login(person(Role.EDITOR))
    name = "wagtailimages:edit" if kind == "photo" else "wagtailmedia:edit"

    answer = client.post(
        reverse(name, args=[row.thing.pk]),
        {"title": TITLE, "alt_text": text, "collection": row.thing.collection_id, "tags": ""},
    )

    assert "judul atau nama berkas" in answer.content.decode()
    row.thing.refresh_from_db()
    assert row.thing.alt_text == "Warga di pos ronda"


@EACH
def test_story_with_such_words_is_not_published(text):
    photo = described_photo()
    Photo.objects.filter(pk=photo.pk).update(title=TITLE)
    photo.refresh_from_db()
    lead = story_page(lead_photo=photo, lead_alt=text)
    inside = story_page(title="Lain", body=[("figure", figure(photo, alt_text=text))])

    for page in (lead, inside):
        assert any("judul atau nama berkas" in said for said in page.publish_obstacles())
        with pytest.raises(Invalid, match="judul atau nama berkas"):
            page.get_latest_revision().publish()


@EACH
def test_story_takes_them_from_the_photo_itself_no_more(text):
    photo = described_photo()
    Photo.objects.filter(pk=photo.pk).update(title=TITLE, alt_text=text)

    page = story_page(lead_photo=Photo.objects.get(pk=photo.pk))

    assert any("judul atau nama berkas" in said for said in page.publish_obstacles())


@EACH
def test_profile_with_such_words_is_not_proposed(text):
    profile = HeroProfilePage(
        officer=OfficerFactory(), portrait=Photo(title=TITLE, alt_text=text, width=1, height=1)
    )

    assert any("judul atau nama berkas" in said for said in profile.content_obstacles())


@pytest.mark.parametrize("text", ["", "Warga di pos ronda", f"{TITLE}: warga menanam padi"])
def test_words_of_ones_own_are_taken(text):
    assert not describes_nothing(text, title=TITLE)


def test_what_was_public_before_stays(client):
    """Its words were good enough when it was published; a new publishing asks for better."""
    page = story_page(lead_photo=described_photo(), lead_alt="Warga di pos ronda")
    page.get_latest_revision().publish()
    page.refresh_from_db()
    Photo.objects.filter(pk=page.lead_photo_id).update(title="Warga di pos ronda")
    photo = Photo.objects.get(pk=page.lead_photo_id)

    editor = person(Role.EDITOR, "MABES")
    deeds.set_focus(actor=editor, asset=photo.library_row, box=[0.2, 0.2, 0.3, 0.3])
    announce(MediaChange("described", photo=photo, actor=editor, users=users_of(photo=photo)))

    page.refresh_from_db()
    assert page.live
    assert not page.is_withdrawn
    assert client.get(page.public_path).status_code == 200
    with pytest.raises(Invalid, match="judul atau nama berkas"):
        page.save_revision(clean=False).publish()


def test_words_of_a_lead_photo_are_read_where_the_photo_only_adorns_elsewhere():
    photo = described_photo()
    Photo.objects.filter(pk=photo.pk).update(alt_text="", is_decorative=True)
    page = story_page(lead_photo=Photo.objects.get(), lead_alt="Warga bergotong royong")

    page.get_latest_revision().publish()

    assert "Warga bergotong royong" in str(PublishedItem.objects.get().lead_image)


@pytest.mark.parametrize(("text", "is_told"), [("", True), ("Video", True), ("Warga senam", False)])
def test_film_that_nobody_described_is_not_published(text, is_told):
    film = described_video()
    Video.objects.filter(pk=film.pk).update(title="Video", alt_text=text)
    page = story_page(body=[("video", Video.objects.get())])

    assert any("belum diuraikan" in said for said in page.publish_obstacles()) == is_told


def test_film_that_was_public_before_stays():
    film = described_video()
    page = story_page(body=[("video", film)])
    page.get_latest_revision().publish()
    Video.objects.filter(pk=film.pk).update(alt_text="")
    page.refresh_from_db()

    assert page.release_obstacles() == []
