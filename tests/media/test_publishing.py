"""Public copies exist exactly while somebody uses them, under names that tell nothing."""

import pytest
from django.core.files.storage import storages
from django.db import transaction

from cms.media.models import DoomedFile, PublicUse
from cms.media.selectors import media_for, photo_media, video_media
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.files import BATCH, delete_doomed, doom
from tests import files
from tests.factories.media import ready_photo, ready_video

pytestmark = pytest.mark.django_db


def _public_names(thing):
    return {d.public_file.name for d in thing.derivatives.all() if d.public_file}


def test_private_photo_is_seen_through_the_private_door():
    photo = ready_photo()

    media = photo_media(photo, caption="Rapat RT", alt="Tiga orang di balai")

    assert (media.kind, media.caption, media.alt) == ("photo", "Rapat RT", "Tiga orang di balai")
    assert all(source.url.startswith("/berkas/derivatives/") for source in media.sources)
    assert [s.content_type for s in media.sources][:2] == ["image/avif", "image/webp"]


def test_decorative_photo_has_no_alternative_text():
    photo = ready_photo()
    photo.is_decorative = True

    assert photo_media(photo).alt == ""
    assert photo_media(photo, alt="sesuatu").alt == "sesuatu", "said where it is shown"


def test_public_photo_has_public_addresses_that_tell_nothing(stored):
    photo = ready_photo()

    make_public(photo=photo, used_by="story:1")

    sources = photo_media(photo).sources
    assert all(source.url.startswith("/media/m/") for source in sources)
    for row in photo.derivatives.all():
        secret = row.file.name.rpartition("/")[2].partition(".")[0]
        assert secret not in row.public_file.name
        assert photo.public_id.hex not in row.public_file.name
        assert photo.upload.pk.hex not in row.public_file.name
        assert row.public_file.size == row.byte_count
    assert _public_names(photo) <= stored("public")


def test_public_files_carry_nothing_private(stored):
    make_public(photo=ready_photo())
    make_public(video=ready_video())

    for name in stored("public"):
        with storages["public"].open(name) as file:
            assert files.carries(file.read()) == [], name


def test_make_public_twice_copies_once(stored):
    photo = ready_photo()
    make_public(photo=photo, used_by="story:1")
    before = stored("public")

    make_public(photo=photo, used_by="story:1")

    assert stored("public") == before
    assert PublicUse.objects.count() == 1


def test_photo_stays_public_while_another_page_uses_it(stored, django_capture_on_commit_callbacks):
    photo = ready_photo()
    make_public(photo=photo, used_by="story:1")
    make_public(photo=photo, used_by="hero:2")
    names = _public_names(photo)

    with django_capture_on_commit_callbacks(execute=True):
        make_private(photo=photo, used_by="story:1")
    assert names <= stored("public")

    with django_capture_on_commit_callbacks(execute=True):
        make_private(photo=photo, used_by="hero:2")
    assert not names & stored("public")
    assert photo_media(photo).sources[0].url.startswith("/berkas/")


def test_make_private_is_idempotent_and_makes_new_names_next_time(
    django_capture_on_commit_callbacks,
):
    photo = ready_photo()
    make_public(photo=photo)
    first = _public_names(photo)
    with django_capture_on_commit_callbacks(execute=True):
        make_private(photo=photo)
        make_private(photo=photo)

    make_public(photo=photo)

    assert not _public_names(photo) & first


def test_crash_after_commit_is_made_good_by_the_sweeper(stored):
    photo = ready_photo()
    make_public(photo=photo)
    names = _public_names(photo)

    make_private(photo=photo)  # no commit callback runs in this test: the process died here

    assert names <= stored("public")
    delete_doomed()
    assert not names & stored("public")
    assert not DoomedFile.objects.exists()


def test_files_that_resist_stop_no_others(stored):
    photo = ready_photo()
    make_public(photo=photo)
    names = _public_names(photo)
    with transaction.atomic():
        doom(storage="default", names=["../outside"] * BATCH)
    make_private(photo=photo)

    assert delete_doomed() == 0
    assert delete_doomed() == len(names)

    assert not names & stored("public")


def test_rolled_back_withdrawal_deletes_nothing(stored):
    photo = ready_photo()
    make_public(photo=photo)
    names = _public_names(photo)

    with transaction.atomic():
        make_private(photo=photo)
        transaction.set_rollback(True)

    delete_doomed()
    assert names <= stored("public")
    assert _public_names(type(photo).objects.get(pk=photo.pk)) == names


def test_film_has_its_poster_and_length():
    video = ready_video()
    make_public(video=video, used_by="story:1")

    media = video_media(video, caption="Senam pagi")

    assert media.poster.url.startswith("/media/m/")
    assert [(s.content_type, s.height) for s in media.sources] == [
        ("video/mp4", 240),
        ("video/mp4", 360),
    ]
    assert media.duration_s == pytest.approx(2, abs=0.3)
    make_private(video=video, used_by="story:1")
    assert video_media(video).poster.url.startswith("/berkas/")


def test_neither_or_both_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="one photo or one video"):
        make_public()


@pytest.mark.parametrize("rows", [1, 5])
def test_media_of_many_takes_two_queries(rows, django_assert_num_queries):
    photos = [ready_photo(data=files.png(200, 150), name="a.png") for _ in range(rows)]
    videos = [ready_video()]

    with django_assert_num_queries(2):
        of_photos, of_videos = media_for(photos, videos)

    assert len(of_photos) == rows
    assert of_videos[videos[0].pk].kind == "video"
