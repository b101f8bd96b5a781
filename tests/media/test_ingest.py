"""From original to derivatives: upright, clean, never enlarged; and what a crash leaves."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image, ImageCms

from cms.base.errors import Conflict
from cms.base.outbox import OutboxState
from cms.media import films, pictures
from cms.media.models import Derivative, Photo, PipelineStep, Upload, UploadState, Video
from cms.media.services.ingest import ingest, sweep_uploads
from cms.media.services.redaction import redact
from cms.media.services.retrying import retry
from cms.media.services.steps.photo_derive import DERIVED, decoded
from cms.media.services.steps.registry import Step, also
from cms.media.states import ATTEMPTS_MAX
from cms.media.unusable import Unusable
from cms.people.models import Role
from tests import files
from tests.factories.media import prepared, ready_photo, received
from tests.factories.people import person

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
    film = video.derivatives.filter(content_type="video/mp4").order_by("-width").first()
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
    seen = films.probe(Path(_path(film)))
    assert seen.picture.codec == "h264"
    assert seen.sound is None or seen.sound.codec == "aac"


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
        for type_ in ("image/avif", "image/webp", "image/jpeg")
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


def _left_by_a_dead_worker(upload, *, lease_s: float, attempts: int = 1) -> None:
    """The rows as a worker leaves them that is killed while it makes the derivatives."""
    ended = {"state": OutboxState.DONE, "finished_at": timezone.now()}
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.PROCESSING)
    PipelineStep.objects.create(upload=upload, name="inspect", attempt_count=1, **ended)
    PipelineStep.objects.create(
        upload=upload,
        name="derive",
        state=OutboxState.RUNNING,
        attempt_count=attempts,
        next_attempt_at=timezone.now() + timedelta(seconds=lease_s),
    )


def test_worker_that_died_leaves_a_lease_that_another_takes_over():
    upload = received()
    _left_by_a_dead_worker(upload, lease_s=60)

    assert ingest(upload.pk) is False, "somebody may still be at it"

    upload.steps.filter(name="derive").update(next_attempt_at=timezone.now())
    assert ingest(upload.pk) is True
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    counts = dict(upload.steps.values_list("name", "attempt_count"))
    assert (counts["inspect"], counts["derive"]) == (1, 2), "what was done is not done again"


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
    assert ingest(upload.pk) is False, "not at once"
    upload.steps.update(next_attempt_at=timezone.now())
    assert ingest(upload.pk) is True


def test_worker_that_lost_its_lease_throws_its_work_away(stored):
    upload = received()
    before = stored()
    storage = storages["default"]

    def save(name, content, max_length=None):
        upload.steps.filter(name="derive").update(attempt_count=2)  # another worker began
        return type(storage).save(storage, name, content, max_length=max_length)

    storage.save = save
    try:
        assert ingest(upload.pk) is False
    finally:
        del storage.save

    assert not Photo.objects.exists()
    assert stored() == before


@pytest.mark.parametrize(("queued_ago", "count"), [(120, 0), (290, 0), (310, 1), (560, 1)])
def test_sweep_queues_again_after_twice_as_long(queued_ago, count):
    """A busy hour does not fill the queue with the same work many times."""
    received()
    now = timezone.now()
    Upload.objects.update(
        created_at=now - timedelta(seconds=600), queued_at=now - timedelta(seconds=queued_ago)
    )

    assert sweep_uploads() == count


def test_sweep_queues_what_never_started(django_capture_on_commit_callbacks):
    upload = received()
    Upload.objects.update(queued_at=timezone.now() - timedelta(seconds=61))

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_uploads() == 1

    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_sweep_leaves_fresh_and_leased_uploads_alone():
    received()
    leased = received()
    _left_by_a_dead_worker(leased, lease_s=60)
    Upload.objects.filter(pk=leased.pk).update(queued_at=timezone.now() - timedelta(hours=1))

    assert sweep_uploads() == 0


def test_sweep_queues_what_a_dead_worker_left_once(django_capture_on_commit_callbacks):
    upload = received()
    _left_by_a_dead_worker(upload, lease_s=-1)
    Upload.objects.update(queued_at=timezone.now() - timedelta(seconds=61))

    with django_capture_on_commit_callbacks() as queued:
        assert (sweep_uploads(), sweep_uploads()) == (1, 0)

    assert len(queued) == 1
    queued[0]()
    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_sweep_finds_what_a_worker_left_between_two_steps(django_capture_on_commit_callbacks):
    upload = received()
    _left_by_a_dead_worker(upload, lease_s=-1)
    upload.steps.filter(name="derive").update(state=OutboxState.WAITING, attempt_count=0)
    Upload.objects.update(queued_at=timezone.now() - timedelta(seconds=61))

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_uploads() == 1

    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_sweep_gives_up_after_the_last_attempt_and_says_so():
    upload = received()
    _left_by_a_dead_worker(upload, lease_s=-1, attempts=ATTEMPTS_MAX)

    assert ingest(upload.pk) is False, "five times is enough"
    sweep_uploads()

    upload.refresh_from_db()
    assert (upload.state, "beberapa kali" in upload.failure) == (UploadState.FAILED, True)


def test_sweep_forgets_steps_that_ended_a_week_ago():
    upload = prepared()
    upload.steps.update(finished_at=timezone.now() - timedelta(days=8))

    sweep_uploads()

    assert not upload.steps.exists()
    assert ingest(upload.pk) is False
    assert not upload.steps.exists(), "a ready upload is not looked at again"


def _step(run, *, needed: bool):
    return also(Step("photo", "probe", "mencoba", run, needed=needed))


def test_upload_is_ready_before_the_steps_that_it_does_not_need():
    seen = []

    with _step(lambda work: seen.append(work.upload.state), needed=False):
        upload = prepared()

    assert (seen, upload.state) == ([UploadState.READY], UploadState.READY)
    assert upload.steps.get(name="probe").state == OutboxState.DONE


def test_step_that_is_not_needed_may_fail():
    def run(work):
        raise Unusable("unreadable")

    with _step(run, needed=False):
        upload = prepared()

    step = upload.steps.get(name="probe")
    assert (upload.state, upload.failure) == (UploadState.READY, "")
    assert (step.state, "rusak" in step.last_error) == (OutboxState.FAILED, True)


def test_step_that_is_not_needed_is_tried_again_on_a_ready_upload():
    attempts = []

    def run(work):
        attempts.append(work.row.attempt_count)
        if len(attempts) == 1:
            raise OSError("no space left on device")

    with _step(run, needed=False):
        upload = prepared()
        assert upload.state == UploadState.READY
        upload.steps.update(next_attempt_at=timezone.now())

        assert ingest(upload.pk) is False, "it was ready already"

    assert attempts == [1, 2]
    assert upload.steps.get(name="probe").state == OutboxState.DONE


def test_time_that_ran_out_is_the_files_fault_only_when_it_does_so_again():
    """A machine that was busy with something else is no reason to refuse a film."""
    attempts = []

    def run(work):
        attempts.append(work.row.attempt_count)
        raise Unusable("too-slow")

    with _step(run, needed=True):
        upload = prepared()
        states = [upload.state]
        for _attempt in range(2):
            upload.steps.update(next_attempt_at=timezone.now())
            ingest(upload.pk)
            upload.refresh_from_db()
            states.append(upload.state)

    busy = UploadState.PROCESSING
    assert (attempts, states) == ([1, 2, 3], [busy, busy, UploadState.FAILED])
    assert "terlalu berat" in upload.failure


def test_steps_behind_a_failed_one_go_and_come_back_with_a_retry():
    fails = [True]

    def run(work):
        if fails:
            raise Unusable("unreadable")

    def never(work):
        assert not fails

    with (
        _step(run, needed=True),
        also(Step("photo", "behind", "mencoba", never)),
    ):
        upload = prepared()
        assert upload.state == UploadState.FAILED
        assert not upload.steps.filter(name="behind").exists()

        fails.clear()
        retry(actor=None, upload_id=upload.pk)
        assert ingest(upload.pk) is True

    assert set(upload.steps.values_list("state", flat=True)) == {OutboxState.DONE}
    assert upload.steps.get(name="derive").attempt_count == 1, "what was done is not done again"


def test_picture_is_decoded_once_for_all_steps():
    seen = []
    one = also(Step("photo", "one", "mencoba", lambda work: seen.append(decoded(work)[0])))
    two = also(Step("photo", "two", "mencoba", lambda work: seen.append(decoded(work)[0])))

    with one, two:
        prepared()

    assert seen[0] is seen[1]


def test_failed_upload_may_be_tried_again():
    upload = received()
    Upload.objects.update(state=UploadState.FAILED, failure="rusak")

    retry(actor=None, upload_id=upload.pk)

    assert ingest(upload.pk) is True


def test_ready_upload_may_not_be_tried_again():
    upload = prepared()

    with pytest.raises(Conflict):
        retry(actor=None, upload_id=upload.pk)


def test_deleting_a_photo_deletes_its_files_and_its_original(
    stored, django_capture_on_commit_callbacks
):
    before = stored()
    photo = ready_photo()

    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()

    assert not Derivative.objects.exists()
    assert stored() == before


def _readers_get(photo) -> dict[tuple[str, str], bytes]:
    rows = photo.derivatives.all()
    return {(row.preset, row.content_type): Path(row.file.path).read_bytes() for row in rows}


def test_what_was_made_of_the_same_bytes_before_is_not_made_again():
    kept = {}
    first, second, alone = received(), received(), received()

    ingest(first.pk, kept=kept)
    marked = [replace(file, data=file.data + b"!") for file in kept[DERIVED]]
    ingest(second.pk, kept={DERIVED: marked})
    ingest(alone.pk)

    one, marked, other = (_readers_get(Photo.objects.get(upload=u)) for u in (first, second, alone))
    assert one == other
    assert marked == {name: data + b"!" for name, data in one.items()}


def test_a_photo_with_hidden_places_takes_nothing_that_shows_them():
    kept = {}
    photo = ready_photo()
    shown = received()
    ingest(shown.pk, kept=kept)
    redact(actor=person(Role.EDITOR), photo=photo, boxes=[(0.2, 0.2, 0.5, 0.5)])
    hidden = _readers_get(photo)
    upload = photo.upload
    upload.steps.all().delete()
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.RECEIVED)

    ingest(upload.pk, kept=kept)

    assert _readers_get(Photo.objects.get(upload=shown)) != hidden
    assert _readers_get(photo) == hidden
