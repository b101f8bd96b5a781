"""The door of private files opens for owners and staff of the unit; the public one for all."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from cms.media.services import derivatives
from cms.people.models import Role
from tests import files
from tests.factories.media import ready_photo, ready_video, received
from tests.factories.people import UserFactory, person, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    """Answers are read to their end, so that no file stays open."""
    send = client.request

    def request(**kwargs):
        response = send(**kwargs)
        response.body = b"".join(response.streaming_content) if response.streaming else None
        return response

    client.request = request
    return client


CIBINONG = "POLSEK-320101"


@pytest.fixture
def photo():
    return ready_photo(unit_path=unit(CIBINONG).path)


def _private_files(photo):
    return {
        "master": photo.file.url,
        "derivative": photo.derivatives.first().file.url,
        "rendition": photo.get_rendition("max-165x165").url,
    }


VIEWERS = [
    # role, unit, may see derived files of Polsek 320101
    (Role.EDITOR, "POLSEK-320101", True),
    (Role.EDITOR, "POLDA-32", True),
    (Role.PUBLISHER, "POLRES-3201", True),
    (Role.LEADER, "POLRES-3201", True),
    (Role.ADMINISTRATOR, "MABES", True),
    (Role.EDITOR, "POLRES-3202", False),
    (Role.ADMINISTRATOR, "POLDA-33", False),
    (Role.AWARD_SECRETARY, "POLDA-32", False),
    (Role.PANELIST, "POLSEK-320101", False),
    (None, "", False),
]


@pytest.mark.parametrize(("role", "unit_code", "allowed"), VIEWERS)
def test_private_files_are_for_staff_of_the_unit(client, photo, role, unit_code, allowed):
    client.force_login(person(role, unit_code) if role else UserFactory())

    for kind, url in _private_files(photo).items():
        assert client.get(url).status_code == (200 if allowed else 404), kind


def test_owner_sees_their_files(client, photo):
    client.force_login(photo.upload.owner)

    for url in _private_files(photo).values():
        assert client.get(url).status_code == 200


def test_superuser_sees_everything(client, photo):
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(photo.file.url).status_code == 200


def test_visitors_get_404_and_learn_nothing(client, photo):
    real = client.get(photo.file.url)
    invented = client.get(f"/berkas/masters/photo/{uuid.uuid4().hex}/{uuid.uuid4().hex}.jpg")

    assert (real.status_code, invented.status_code) == (404, 404)


def test_inactive_owner_gets_404(client, photo):
    client.force_login(photo.upload.owner)
    photo.upload.owner.is_active = False
    photo.upload.owner.save()

    assert client.get(photo.file.url).status_code == 404


def test_shared_picture_without_unit_is_for_staff_only(client):
    photo = ready_photo()
    client.force_login(person(Role.EDITOR, "POLSEK-320101"))
    assert client.get(photo.file.url).status_code == 200

    client.force_login(UserFactory())
    assert client.get(photo.file.url).status_code == 404


def test_private_answers_are_private_and_never_sniffed(client, photo):
    client.force_login(photo.upload.owner)

    response = client.get(photo.derivatives.first().file.url)

    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] in {"image/avif", "image/webp", "image/jpeg"}
    assert response.headers["Content-Disposition"] == "inline"


EVIL = [
    "../db.sqlite3",
    "masters/../../db.sqlite3",
    "masters/photo/../../../etc/passwd",
    "..%2f..%2fetc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "masters\\photo\\x",
    "masters/photo/x/y.jpg",
    "masters//photo/y.jpg",
    "masters/photo/%00/y.jpg",
    "wagtail_uploads/x.jpg",
    "originals/" + "0" * 32 + "/x.jpg",
    "originals/{00000000000000000000000000000000}/x.jpg",
    "",
]


@pytest.mark.parametrize("path", EVIL)
@pytest.mark.parametrize("door", ["berkas", "media"])
def test_forged_paths_get_404(client, door, path):
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(f"/{door}/{path}").status_code == 404


def test_a_file_that_no_row_names_is_there_for_nobody(client, photo):
    """What a process left that died after a redaction shows who is hidden by now."""
    client.force_login(UserFactory(is_superuser=True))
    for url in _private_files(photo).values():
        folder, extension = url.removeprefix("/berkas/").rpartition("/")[0], url[-4:]
        left = f"{folder}/{uuid.uuid4().hex}{extension}"
        storages["default"].save(left, ContentFile(b"left behind"))

        assert client.get(f"/berkas/{left}").status_code == 404


def test_door_takes_only_get_and_head(client, photo):
    client.force_login(photo.upload.owner)

    assert client.post(photo.file.url).status_code == 405


def _body(response) -> bytes:
    return response.content if response.body is None else response.body


RANGES = [
    ("bytes=0-9", 206, slice(0, 10)),
    ("bytes=100-", 206, slice(100, None)),
    ("bytes=-50", 206, slice(-50, None)),
    ("bytes=5-999999999", 206, slice(5, None)),
    ("bytes=999999999-", 416, None),
    ("bytes=-0", 416, None),
    ("bytes=9-5", 200, slice(None)),
    ("bytes=0-1,5-6", 200, slice(None)),
    ("bytes=-", 200, slice(None)),
    ("bytes=a-b", 200, slice(None)),
    ("rows=0-1", 200, slice(None)),
]


@pytest.mark.parametrize(("wanted", "status", "part"), RANGES)
@pytest.mark.parametrize("published", [False, True])
def test_films_are_served_in_parts(client, wanted, status, part, published):
    video = ready_video()
    row = video.derivatives.filter(content_type="video/mp4").latest("height")
    if published:
        derivatives.make_public(video=video)
        row.refresh_from_db()
        url = row.public_file.url
    else:
        client.force_login(video.upload.owner)
        url = row.file.url
    with row.file.open("rb") as file:
        whole = file.read()

    response = client.get(url, headers={"range": wanted})

    assert response.status_code == status
    if part is None:
        assert response.headers["Content-Range"] == f"bytes */{len(whole)}"
    else:
        assert _body(response) == whole[part]
        assert int(response.headers["Content-Length"]) == len(whole[part])


def test_published_file_is_cached_for_ever_and_revalidated_by_etag(client):
    photo = ready_photo()
    derivatives.make_public(photo=photo)
    url = photo.derivatives.first().public_file.url

    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first.headers["ETag"]})
    head = client.head(url)

    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status_code, again.content) == (304, b"")
    assert head.headers["Content-Length"] == first.headers["Content-Length"]
    assert "Set-Cookie" not in first.headers


def test_range_for_an_older_version_gets_the_whole_file(client):
    photo = ready_photo()
    derivatives.make_public(photo=photo)
    url = photo.derivatives.first().public_file.url

    response = client.get(url, headers={"range": "bytes=0-1", "if-range": '"lama"'})

    assert response.status_code == 200


def test_public_door_serves_nothing_private(client, photo):
    for url in [*_private_files(photo).values(), photo.upload.file.url]:
        assert client.get(url.replace("/berkas/", "/media/")).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_door_needs_the_same_few_queries(client, rows, django_assert_num_queries):
    owner = UserFactory()
    photos = [ready_photo(owner=owner, data=files.png(200, 150), name="a.png") for _ in range(rows)]
    received(owner=owner)
    client.force_login(owner)

    # session, user, the photo with its upload; a row that names the file, where it is not its own
    with django_assert_num_queries(3):
        client.get(photos[-1].file.url)
    url = photos[-1].derivatives.first().file.url
    with django_assert_num_queries(4):
        client.get(url)


@pytest.mark.django_db
def test_the_public_door_follows_the_storage_of_the_moment(client, settings):
    photo = ready_photo()
    derivatives.make_public(photo=photo)
    url = photo.derivatives.first().public_file.url
    kept = settings.STORAGES
    elsewhere = {"BACKEND": "django.core.files.storage.InMemoryStorage"}

    settings.STORAGES = kept | {"public": elsewhere}
    away = client.get(url).status_code
    settings.STORAGES = kept

    assert (away, client.get(url).status_code) == (404, 200)
