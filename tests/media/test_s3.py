"""The same on a real S3 server: receive, prepare, publish, serve in parts, take back."""

import pytest
from django.core.files.storage import storages

from cms.base.outbox import OutboxState
from cms.media.models import DoomedFile, FilmRedaction, Photo, UploadState
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.files import delete_doomed
from cms.media.services.film_redaction import redact_film
from cms.people.models import Role
from tests import files
from tests.factories.media import plain_video, prepared
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.s3]


def _keys(client, bucket) -> set[str]:
    return {item["Key"] for item in client.list_objects(Bucket=bucket).get("Contents", [])}


@pytest.mark.parametrize(
    ("make", "name"), [(files.jpeg_with_gps, "a.jpg"), (files.mp4, "a.mp4")], ids=["photo", "film"]
)
def test_whole_life_of_a_file_on_s3(s3_storage, client, make, name):
    s3, (private, public) = s3_storage

    upload = prepared(make(), name)

    assert upload.state == UploadState.READY, upload.failure
    thing = {upload.kind: upload.photo or upload.video}
    rows = next(iter(thing.values())).derivatives
    assert {row.file.name for row in rows.all()} <= _keys(s3, private)
    assert _keys(s3, public) == set()

    make_public(**thing)
    names = {row.public_file.name for row in rows.all()}
    assert names == _keys(s3, public)
    for key in names:
        assert files.carries(s3.get_object(Bucket=public, Key=key)["Body"].read()) == []
    assert "/m/" in rows.first().public_file.url

    client.force_login(upload.owner)
    row = rows.first()
    with row.file.open("rb") as file:
        stored = file.read()
    response = client.get(row.file.url, headers={"range": "bytes=10-19"})
    assert (response.status_code, b"".join(response.streaming_content)) == (206, stored[10:20])
    whole = client.get(rows.first().file.url)
    assert len(b"".join(whole.streaming_content)) == rows.first().byte_count

    make_private(**thing)
    delete_doomed()
    assert _keys(s3, public) == set()
    assert not DoomedFile.objects.exists()


def test_film_is_hidden_from_an_original_on_s3(s3_storage, django_capture_on_commit_callbacks):
    s3, (private, public) = s3_storage
    video = plain_video()
    make_public(video=video, used_by="page:1")
    old = _keys(s3, public) | {row.file.name for row in video.derivatives.all()}

    with django_capture_on_commit_callbacks(execute=True):
        admin = person(Role.ADMINISTRATOR, "MABES")
        redact_film(actor=admin, video=video, whole_picture=True)

    assert FilmRedaction.objects.get().state == OutboxState.DONE
    rows = video.derivatives.all()
    assert {row.public_file.name for row in rows} == _keys(s3, public)
    assert not old & (_keys(s3, private) | _keys(s3, public))
    assert video.upload.file.name in _keys(s3, private)


def test_wagtail_deletes_files_on_s3_without_our_keys_in_the_queue(
    s3_storage, django_capture_on_commit_callbacks
):
    s3, (private, _public) = s3_storage
    photo = prepared().photo
    master = photo.file.name
    assert "testing" not in str(storages["default"].deconstruct())

    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()

    assert master not in _keys(s3, private)
    assert not Photo.objects.exists()
