"""Whatever door of Wagtail a picture comes through, what is kept as master carries nothing."""

import io
import json

import pytest
import willow
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from cms.media.models import Photo, Upload, UploadState, Video
from cms.media.services.retention import hold
from tests import files
from tests.factories.media import plain_video, ready_photo, received
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
RENDITIONS = [
    "original",
    "width-200",
    "fill-100x100",
    "max-165x165",
    "width-200|format-jpeg",
    "width-200|format-png",
    "width-200|format-webp",
    "width-200|format-avif",
    "width-200|format-gif",
    "format-webp-lossless",
]


@pytest.fixture
def admin(client):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def _read(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def _collection():
    return Collection.get_first_root_node().pk


def _assert_clean_and_prepared(photo, arrived: bytes):
    assert files.carries(_read(photo.file)) == []
    assert photo.file.name.startswith("masters/photo/")
    assert _read(photo.upload.file) == arrived
    assert photo.upload.state == UploadState.READY
    assert photo.derivatives.exists()


SOURCES = [
    (files.jpeg_with_gps, "IMG_1.jpg"),
    (files.png, "a.png"),
    (files.webp, "a.webp"),
    (files.heic, "IMG_2.heic"),
    (files.avif, "a.avif"),
]


@pytest.mark.parametrize(("make", "name"), SOURCES, ids=[s[1] for s in SOURCES])
def test_image_add_form_cleans(admin, make, name, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(
            reverse("wagtailimages:add_multiple"),
            {
                "title": "Senam",
                "collection": _collection(),
                "files[]": files.uploaded(make(), name),
            },
            headers={"x-requested-with": "XMLHttpRequest"},
        )

    assert json.loads(response.content)["success"], response.content
    _assert_clean_and_prepared(Photo.objects.get(), make())


def test_image_chooser_upload_cleans(admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(
            reverse("wagtailimages_chooser:create"),
            {
                "image-chooser-upload-title": "Senam",
                "image-chooser-upload-collection": _collection(),
                "image-chooser-upload-file": files.uploaded(files.jpeg_with_gps(), "a.jpg"),
            },
        )

    assert response.status_code == 200
    photo = Photo.objects.get()
    _assert_clean_and_prepared(photo, files.jpeg_with_gps())
    assert (photo.width, photo.height) == (480, 640), "turned upright"


def test_replacing_the_file_cleans_the_new_one_and_keeps_both_originals(
    admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        photo = Photo.objects.create(
            title="A", file=ImageFile(io.BytesIO(files.jpeg_with_gps()), "a.jpg")
        )
    old_master = photo.file.name

    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(
            reverse("wagtailimages:edit", args=[photo.pk]),
            {
                "title": "B",
                "collection": _collection(),
                "file": files.uploaded(files.heic(), "b.heic"),
                "protect_mark": "child",
            },
        )

    assert response.status_code == 302
    photo = Photo.objects.get()
    assert photo.file.name != old_master
    _assert_clean_and_prepared(photo, files.heic())
    assert Upload.objects.count() == 2


def test_picture_saved_by_code_is_cleaned_too():
    photo = Photo.objects.create(
        title="A", file=ImageFile(io.BytesIO(files.jpeg_with_gps()), "Nama Orang.jpg")
    )

    assert files.carries(_read(photo.file)) == []
    assert "Nama" not in photo.file.name
    assert photo.upload.owner is None


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (files.svg, "a.svg", ""),
        (files.polyglot, "a.jpg", "tersembunyi"),
        (files.truncated_jpeg, "a.jpg", "terpotong"),
        (files.bomb_png, "a.png", ""),
        (files.html, "a.jpg", ""),
    ],
)
def test_image_add_form_refuses_what_uploads_refuse(admin, make, name, words):
    response = admin.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x", "collection": _collection(), "files[]": files.uploaded(make(), name)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    answer = json.loads(response.content)
    assert (response.status_code, answer["success"]) == (200, False)
    assert words in answer["error_message"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize("spec", RENDITIONS)
@pytest.mark.parametrize(("make", "name"), SOURCES[:4], ids=[s[1] for s in SOURCES[:4]])
def test_renditions_carry_nothing(make, name, spec):
    photo = Photo.objects.create(title="A", file=ImageFile(io.BytesIO(make()), name))

    data = _read(photo.get_rendition(spec).file)

    assert files.carries(data) == []
    with Image.open(io.BytesIO(data)) as image:
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "heic", "gif"])
def test_willow_itself_writes_no_metadata(format_):
    source = willow.Image.open(io.BytesIO(files.jpeg_with_gps())).auto_orient()
    out = io.BytesIO()

    getattr(source, f"save_as_{format_}")(out)

    assert files.carries(out.getvalue()) == []
    out.seek(0)
    with Image.open(out) as image:
        assert dict(image.getexif()) == {}
        assert "comment" not in image.info or format_ == "gif"


def test_media_add_form_has_the_film_cleaned(admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(
            reverse("wagtailmedia:add", args=["video"]),
            {
                "title": "Senam",
                "collection": _collection(),
                "file": files.uploaded(files.mp4(), "VID.mp4"),
            },
        )

    assert response.status_code == 302
    video = Video.objects.get()
    assert video.upload.state == UploadState.READY, video.upload.failure
    assert files.carries(_read(video.file)) == []
    assert video.file.name.startswith("derivatives/video/")
    assert video.duration == pytest.approx(2, abs=0.3)
    assert _read(video.upload.file) == files.mp4()


def _add_film(admin, data: bytes) -> Video:
    words = {"title": "Senam", "collection": _collection()}
    file = {"file": files.uploaded(data, "VID.mp4")}
    response = admin.post(reverse("wagtailmedia:add", args=["video"]), words | file)
    assert response.status_code == 302
    return Video.objects.latest("pk")


@pytest.fixture
def film() -> bytes:
    return files.mp4(1, "160x120")


def test_replacing_a_film_that_is_being_prepared_leaves_its_original(admin, film):
    video = _add_film(admin, film)
    first = video.upload
    words = {"title": "Senam", "collection": _collection()}
    file = {"file": files.uploaded(files.mp4(2, "160x120"), "b.mp4")}

    response = admin.post(reverse("wagtailmedia:edit", args=[video.pk]), words | file)

    assert response.status_code == 302
    assert _read(first.file) == film


def test_deleting_a_film_that_is_being_prepared_leaves_the_same_one_of_an_officer(
    admin, film, django_capture_on_commit_callbacks
):
    video, officers = _add_film(admin, film), received(film, "VID.mp4")
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("wagtailmedia:delete", args=[video.pk]))

    assert not Video.objects.exists()
    assert _read(officers.file) == film


@pytest.mark.parametrize("app", ["wagtailimages", "wagtailmedia"])
def test_original_goes_with_what_is_deleted(admin, stored, app, django_capture_on_commit_callbacks):
    before = stored()
    thing = ready_photo() if app == "wagtailimages" else plain_video()
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse(f"{app}:delete", args=[thing.pk]))

    assert not [name for name in stored() - before if name.startswith("originals/")]
    assert Upload.objects.get().original_gone_at


def test_held_original_is_deleted_by_no_code():
    photo = ready_photo()
    hold(actor=UserFactory(is_superuser=True), upload=photo.upload, reason="Perkara 12")

    with pytest.raises(ProtectedError):
        photo.delete()


def test_screen_of_a_film_that_is_being_prepared_misses_no_file(admin, film):
    video = _add_film(admin, film)

    html = admin.get(reverse("wagtailmedia:edit", args=[video.pk])).content.decode()

    assert "could not be found" not in html
    assert "tidak dapat ditemukan" not in html


def test_film_never_names_an_original(admin, film):
    video = _add_film(admin, film)

    with pytest.raises(IntegrityError), transaction.atomic():
        Video.objects.filter(pk=video.pk).update(file=video.upload.file.name)


def test_media_add_form_refuses_what_is_no_film(admin):
    response = admin.post(
        reverse("wagtailmedia:add", args=["video"]),
        {
            "title": "x",
            "collection": _collection(),
            "file": files.uploaded(files.jpeg_with_gps(), "a.mp4"),
        },
    )

    assert response.status_code == 200
    assert not Video.objects.exists()
    assert "hanya video" in response.content.decode()


def test_admin_screens_of_pictures_and_films_open(admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = Photo.objects.create(
            title="A", file=ImageFile(io.BytesIO(files.jpeg_with_gps()), "a.jpg")
        )
        video = Video.objects.create(
            title="B", type="video", file=ContentFile(files.mp4(), "b.mp4")
        )

    for url in [
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtailimages:edit", args=[photo.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailmedia:index"),
        reverse("wagtailmedia:add", args=["video"]),
        reverse("wagtailmedia:edit", args=[video.pk]),
    ]:
        assert admin.get(url).status_code == 200, url
