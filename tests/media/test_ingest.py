"""From original to derivatives: upright, clean, never enlarged; and what a crash leaves."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image, ImageCms

from cms.base.errors import Conflict
from cms.media import films, pictures
from cms.media.models import Derivative, Photo, Upload, UploadState, Video
from cms.media.services.ingest import ingest, retry, sweep_uploads
from cms.media.states import ATTEMPTS_MAX
from tests import files
from tests.factories.media import prepared, ready_photo, received

pytestmark = pytest.mark.django_db

PHOTOS = [
    (files.jpeg_with_gps, "a.jpg"),
    (files.png, "a.png"),
    (files.webp, "a.webp"),
    (files.heic, "a.heic"),
    (files.avif, "a.avif"),
]
VIDEOS = [
    (files.mp4, "a.mp4"),
    (files.mov, "a.mov"),
    (files.webm, "a.webm"),
    (files.threegp, "a.3gp"),
]


def _bytes(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def _looks_like(pixel, colour, tolerance=45) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize(("make", "name"), PHOTOS, ids=[p[1] for p in PHOTOS])
def test_photo_derivatives_carry_nothing_but_pixels(make, name):
    assert files.carries(make()), "the original must carry something to lose"

    upload = prepared(make(), name)

    photo = upload.photo
    assert upload.state == UploadState.READY
    everything = [photo.file, *(d.file for d in photo.derivatives.all())]
    assert {file.name: files.carries(_bytes(file)) for file in everything} == {
        file.name: [] for file in everything
    }
    for file in everything:
        with Image.open(io.BytesIO(_bytes(file))) as image:
            assert dict(image.getexif()) == {}
            assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)


@pytest.mark.parametrize(("make", "name"), VIDEOS, ids=[v[1] for v in VIDEOS])
def test_video_derivatives_play_everywhere_and_carry_no_metadata(make, name):
    upload = prepared(make(), name)

    video = upload.video
    assert upload.state == UploadState.READY, upload.failure
    film = video.derivatives.get(content_type="video/mp4")
    poster = video.derivatives.get(preset="poster")
    data = _bytes(film.file)
    assert files.carries(data) == []
    assert files.carries(_bytes(poster.file)) == []
    assert data.index(b"moov") < data.index(b"mdat"), "the index comes first"
    assert video.file.name == film.file.name
    assert video.duration == pytest.approx(upload.video.duration, abs=0.2)
    assert max(film.width, film.height) <= 1280
    assert min(film.width, film.height) <= 720
    assert (poster.width, poster.height) == (film.width, film.height)
    seen = films.probe(_path(film))
    assert seen.video_codec == "h264"
    assert seen.audio_codec in {"", "aac"}


def _path(row):
    return storages["default"].path(row.file.name)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_turned_upright(orientation):
    data = files.jpeg_with_gps(400, 200, orientation)
    with Image.open(io.BytesIO(data)) as image:
        from PIL import ImageOps  # noqa: PLC0415

        expected = ImageOps.exif_transpose(image)

    photo = prepared(data).photo

    assert (photo.width, photo.height) == expected.size
    with Image.open(io.BytesIO(_bytes(photo.file))) as master:
        width, height = master.size
        for at in [(8, 8), (width - 8, 8), (8, height - 8)]:
            assert _looks_like(master.getpixel(at), expected.getpixel(at))


def test_photo_gets_all_widths_and_is_never_enlarged():
    photo = prepared(files.jpeg_with_gps(1500, 1000, 1)).photo

    rows = {(d.preset, d.content_type): (d.width, d.height) for d in photo.derivatives.all()}
    assert rows == {
        (f"w{width}", type_): (width, round(width * 1000 / 1500))
        for width in (320, 640, 1280)
        for type_ in ("image/webp", "image/jpeg")
    }


def test_small_photo_keeps_its_own_width():
    photo = prepared(files.png(200, 150), "a.png").photo

    assert {d.preset for d in photo.derivatives.all()} == {"w200"}


def test_large_photo_has_a_bounded_master():
    photo = prepared(files.jpeg_with_gps(4000, 3000, 1)).photo

    assert (photo.width, photo.height) == (2560, 1920)
    assert {d.width for d in photo.derivatives.all()} == {320, 640, 1280, 1920}


def test_transparent_picture_is_laid_on_white():
    photo = prepared(files.png(transparent=True), "a.png").photo

    with Image.open(io.BytesIO(_bytes(photo.file))) as master:
        assert _looks_like(master.getpixel((master.width - 5, master.height - 5)), (255,) * 3, 6)


def test_wide_colours_become_srgb():
    out = io.BytesIO()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    source = ImageCms.profileToProfile(
        files.scene(), ImageCms.createProfile("sRGB"), lab, outputMode="LAB"
    )
    source.save(out, "TIFF", icc_profile=lab.tobytes())
    with Image.open(out) as image:
        made = pictures._srgb(image.copy(), image.info["icc_profile"])

    assert _looks_like(made.getpixel((10, 10)), (220, 20, 20), 25)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "I;16"])
def test_every_mode_of_picture_is_readable(mode):
    grey = files.scene().convert("L")
    image = Image.new("I;16", grey.size, 40_000) if mode == "I;16" else grey.convert(mode)
    out = io.BytesIO()
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")

    picture, _taken = pictures.decode(out)

    assert picture.mode == "RGB"
    if mode == "I;16":
        assert _looks_like(picture.getpixel((5, 5)), (156, 156, 156), 4)


def test_taken_at_comes_from_the_camera_with_its_zone():
    assert ready_photo().taken_at == datetime(2026, 11, 20, 1, 15, tzinfo=UTC)


def test_photo_takes_over_who_when_and_what_to_protect():
    upload = prepared(protect_mark="child", unit_path="00010002")

    photo = upload.photo
    assert photo.uploaded_by_user == upload.owner
    assert (photo.protect_mark, photo.unit_path) == ("child", "00010002")
    assert "IMG" not in photo.title


def test_poster_is_not_a_dark_frame():
    upload = prepared(files.mp4(), "a.mp4")

    poster = upload.video.derivatives.get(preset="poster")
    with Image.open(io.BytesIO(_bytes(poster.file))) as image:
        assert image.convert("L").resize((1, 1)).getpixel((0, 0)) > 16


def test_broken_film_fails_with_a_reason_and_keeps_the_original():
    box = (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom") + b"\x00\x00\x00\x10moov" + bytes(8)

    upload = prepared(box, "a.mp4")

    assert upload.state == UploadState.FAILED
    assert "rusak" in upload.failure
    assert _bytes(upload.file) == box
    assert not Video.objects.exists()


def test_sound_alone_fails_with_a_reason():
    data = files._film(
        *("-map", "1:a", "-c:a", "aac", "-f", "mp4"), suffix="mp4", seconds=1, size="64x64"
    )

    upload = prepared(data, "a.mp4")

    assert upload.state == UploadState.FAILED
    assert "hanya suara" in upload.failure


def test_long_film_fails_with_a_reason():
    data = files._film(
        *("-r", "1", "-c:v", "libx264", "-preset", "ultrafast", "-an"),
        suffix="mp4",
        seconds=601,
        size="64x64",
        audio=False,
    )

    upload = prepared(data, "a.mp4")

    assert "10 menit" in upload.failure


def test_missing_original_fails_with_a_reason():
    upload = received()
    upload.file.storage.delete(upload.file.name)

    ingest(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, "tidak ada lagi" in upload.failure) == (UploadState.FAILED, True)


def test_ingest_again_changes_nothing(stored):
    upload = prepared()
    before = stored()

    assert ingest(upload.pk) is False
    assert (Photo.objects.count(), stored()) == (1, before)


def test_ingest_of_an_unknown_upload_does_nothing():
    assert ingest("00000000-0000-0000-0000-000000000000") is False


def test_worker_that_died_leaves_a_lease_that_another_takes_over():
    upload = received()
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.PROCESSING, attempts=1, leased_until=timezone.now() + timedelta(minutes=1)
    )

    assert ingest(upload.pk) is False, "somebody may still be at it"

    Upload.objects.filter(pk=upload.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert ingest(upload.pk) is True
    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == (UploadState.READY, 2)


class StorageThatBreaks:
    """A storage that fails on the n-th save, as a full disk does."""

    def __init__(self, real, at):
        self.real, self.left = real, at

    def __call__(self, name, content, max_length=None):
        self.left -= 1
        if self.left == 0:
            raise OSError("no space left on device")
        return type(self.real).save(self.real, name, content, max_length=max_length)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_trouble_with_storage_leaves_no_file_and_is_tried_again(at, stored):
    upload = received()
    before = stored()
    storage = storages["default"]
    storage.save = StorageThatBreaks(storage, at)
    try:
        assert ingest(upload.pk) is False
    finally:
        del storage.save

    upload.refresh_from_db()
    assert upload.state == UploadState.PROCESSING
    assert stored() == before
    assert not Photo.objects.exists()
    Upload.objects.filter(pk=upload.pk).update(leased_until=timezone.now())
    assert ingest(upload.pk) is True


def test_worker_that_lost_its_lease_throws_its_work_away(stored):
    upload = received()
    before = stored()
    storage = storages["default"]

    def save(name, content, max_length=None):
        Upload.objects.filter(pk=upload.pk).update(attempts=2)  # another worker began
        return type(storage).save(storage, name, content, max_length=max_length)

    storage.save = save
    try:
        assert ingest(upload.pk) is False
    finally:
        del storage.save

    assert not Photo.objects.exists()
    assert stored() == before


def test_sweep_queues_what_never_started(django_capture_on_commit_callbacks):
    upload = received()
    Upload.objects.update(created_at=timezone.now() - timedelta(seconds=61))

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_uploads() == 1

    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_sweep_leaves_fresh_and_leased_uploads_alone():
    received()
    leased = received()
    Upload.objects.filter(pk=leased.pk).update(
        state=UploadState.PROCESSING, leased_until=timezone.now() + timedelta(minutes=1)
    )

    assert sweep_uploads() == 0


def test_sweep_gives_up_after_the_last_attempt_and_says_so():
    upload = received()
    Upload.objects.update(
        state=UploadState.PROCESSING,
        attempts=ATTEMPTS_MAX,
        leased_until=timezone.now() - timedelta(seconds=1),
    )

    sweep_uploads()

    upload.refresh_from_db()
    assert (upload.state, "beberapa kali" in upload.failure) == (UploadState.FAILED, True)


def test_failed_upload_may_be_tried_again():
    upload = received()
    Upload.objects.update(state=UploadState.FAILED, failure="rusak", attempts=5)

    retry(actor=upload.owner, upload=upload)

    assert ingest(upload.pk) is True


def test_ready_upload_may_not_be_tried_again():
    upload = prepared()

    with pytest.raises(Conflict):
        retry(actor=upload.owner, upload=upload)


def test_deleting_a_photo_deletes_its_files(stored, django_capture_on_commit_callbacks):
    before = stored()
    photo = ready_photo()

    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()

    assert not Derivative.objects.exists()
    left = {name.split("/")[0] for name in stored() - before}
    assert left == {"originals"}
