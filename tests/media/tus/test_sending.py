"""Who may send, how much, what becomes of it, and what the phone is told."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.base.models import AuditEvent
from cms.media.models import ResumableUpload, Upload
from cms.media.pieces import pieces
from cms.media.services.resumable import finish, sweep_resumable
from tests import files
from tests.factories.media import received
from tests.factories.people import UserFactory, person
from tests.factories.tokens import token_of
from tests.media.tus.client import ALL, PIECE, Tus, key_of, metadata
from tests.media.tus.stores import ON_DISK

pytestmark = pytest.mark.django_db


def test_a_whole_file_becomes_a_private_original_like_any_other(tus, jpeg, kept_files):
    key = uuid.uuid4()
    address = tus.address(len(jpeg), Upload_Metadata=metadata(id=str(key), filename="IMG_1.jpg"))
    tus.patch(address, 0, jpeg)

    upload = Upload.objects.get(pk=key)

    assert (upload.owner, upload.content_type) == (tus.user, "image/jpeg")
    with upload.file.open("rb") as kept:
        assert kept.read() == jpeg
    assert kept_files() == {upload.file.name}
    assert upload.file.name.startswith("originals/")
    assert AuditEvent.objects.filter(object_id=str(key), verb="media.upload").count() == 1


def test_the_receipt_is_the_servers_own_hash(tus, jpeg):
    address = tus.create(len(jpeg), jpeg)["Location"]

    found = tus.status(address)

    kept_at = Upload.objects.get(pk=key_of(address)).created_at
    assert found == {
        "id": str(key_of(address)),
        "state": "received",
        "is_kept": True,
        "offset": len(jpeg),
        "length": len(jpeg),
        "sha256": hashlib.sha256(jpeg).hexdigest(),
        "kind": "photo",
        "content_type": "image/jpeg",
        "kept_at": kept_at.isoformat(),
        "report": None,
        "slot": None,
        "is_attached": False,
        "code": None,
        "reason": None,
    }


def test_a_file_on_its_way_has_no_receipt(tus, jpeg):
    address = tus.create(len(jpeg), jpeg[:10])["Location"]

    status = tus.status(address)

    assert (status["state"], status["offset"], status["sha256"]) == ("receiving", 10, None)


# --- Who -----------------------------------------------------------------------------------------


@ON_DISK
def test_a_stranger_is_401_before_the_first_byte(db, jpeg):
    answer = Client().post(
        ALL, jpeg, content_type=PIECE, headers={"Tus-Resumable": "1.0.0", "Upload-Length": "9"}
    )

    assert answer.status_code == 401
    assert not ResumableUpload.objects.exists()


@ON_DISK
def test_a_session_shows_its_pages_token(db):
    user, client = UserFactory(), Client(enforce_csrf_checks=True)
    client.force_login(user)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "9"}

    refused = client.generic("POST", ALL, headers=headers)
    client.cookies["csrftoken"] = token = "a" * 32
    good = client.generic("POST", ALL, headers=headers | {"X-CSRFToken": token})

    assert (refused.status_code, good.status_code) == (403, 201)
    where = good["Location"]
    head = client.head(where, headers={"Tus-Resumable": "1.0.0"})
    assert head.status_code == 200
    assert client.delete(where, headers={"Tus-Resumable": "1.0.0"}).status_code == 403


@ON_DISK
@pytest.mark.parametrize(("scopes", "status"), [(["media:write"], 201), (["read"], 403)])
def test_a_token_needs_its_scope(db, scopes, status):
    _row, secret = token_of(person("officer"), *scopes)
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "9",
        "Authorization": f"Bearer {secret}",
    }

    assert (
        Client(enforce_csrf_checks=True).generic("POST", ALL, headers=headers).status_code == status
    )


def test_a_token_is_named_in_the_audit(db, jpeg):
    row, secret = token_of(person("officer"), "media:write")
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(jpeg)),
        "Authorization": f"Bearer {secret}",
    }

    answer = Client().post(ALL, jpeg, content_type=PIECE, headers=headers)

    event = AuditEvent.objects.get(object_id=str(key_of(answer["Location"])))
    assert event.data["token"]["id"] == row.pk


@ON_DISK
@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE", "GET"])
def test_another_officers_file_is_404(tus, jpeg, method):
    address = tus.create(len(jpeg), jpeg[:10])["Location"]
    other = Tus(UserFactory())

    for _ in range(13):
        answer = other.ask(method, address, Upload_Offset="10", Content_Type=PIECE)
        assert answer.status_code == 404

    assert tus.offset(address) == 10


def test_another_officers_kept_file_is_404(tus, jpeg):
    address = tus.create(len(jpeg), jpeg)["Location"]

    assert Tus(UserFactory()).ask("GET", address).status_code == 404


# --- How much ------------------------------------------------------------------------------------


@ON_DISK
def test_a_photo_that_says_that_it_is_too_large_is_413_before_the_first_byte(tus):
    size = 41 * 1024 * 1024

    by_type = tus.create(size, Upload_Metadata=metadata(filetype="image/jpeg"))
    by_name = tus.create(size, Upload_Metadata=metadata(filename="A.JPG"))
    film = tus.create(size, Upload_Metadata=metadata(filename="A.mp4"))

    assert [a.status_code for a in (by_type, by_name, film)] == [413, 413, 201]
    assert "40 MB" in by_type.json()["detail"]


@ON_DISK
def test_an_empty_file_is_refused_with_a_reason(tus):
    answer = tus.create(0)

    assert answer.status_code == 415
    assert "kosong" in answer.json()["detail"]


@ON_DISK
def test_the_days_number_of_files_is_bounded(tus, settings):
    settings.UPLOADS_PER_DAY = {"files": 2, "bytes": 10**9}
    assert [tus.create(5).status_code for _ in range(3)] == [201, 201, 429]

    ResumableUpload.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert tus.create(5).status_code == 201


@ON_DISK
def test_the_days_bytes_are_bounded(tus, settings):
    settings.UPLOADS_PER_DAY = {"files": 100, "bytes": 1000}

    answers = [tus.create(600), tus.create(500), tus.create(400)]

    assert [a.status_code for a in answers] == [201, 429, 201]
    assert answers[1]["Retry-After"]
    assert Tus(UserFactory()).create(500).status_code == 201


@ON_DISK
def test_a_film_sent_in_parts_counts_once(tus, settings):
    film = files.mp4(1, "160x120")
    settings.UPLOADS_PER_DAY = {"files": 100, "bytes": len(film)}
    half = len(film) // 2
    parts = [_part(tus, film[:half]), _part(tus, film[half:])]

    joined = tus.ask(
        "POST",
        ALL,
        Upload_Concat=f"final;{' '.join(parts)}",
        Upload_Metadata=metadata(kind="video"),
    )

    assert joined.status_code == 201, joined.content


def test_a_part_that_is_joined_many_times_counts_as_often(tus, settings):
    film, padding = files.mp4(1, "160x120"), 60_000
    head = film + (padding * 20 + 8).to_bytes(4, "big") + b"free"
    settings.UPLOADS_PER_DAY = {"files": 100, "bytes": len(head) + padding * 22}
    again = _part(tus, b"x" * padding)
    joined = f"final;{' '.join([_part(tus, head), *[again] * 20])}"
    said = metadata(kind="video")

    answers = [
        tus.ask("POST", ALL, Upload_Concat=joined, Upload_Metadata=said).status_code
        for _time in range(3)
    ]

    assert answers == [201, 429, 429]
    assert sum(Upload.objects.values_list("byte_count", flat=True)) == len(head) + padding * 20


def _part(tus, data: bytes) -> str:
    return tus.create(len(data), data, Upload_Concat="partial")["Location"]


def test_what_was_sent_and_given_up_counts_that_day(tus, jpeg, settings):
    settings.UPLOADS_PER_DAY = {"files": 9, "bytes": len(jpeg) + 600}
    unfinished, kept = tus.address(600), tus.address(len(jpeg))
    tus.patch(unfinished, 0, b"x" * 500)
    tus.patch(kept, 0, jpeg)

    for address in (unfinished, kept):
        assert tus.ask("DELETE", address).status_code == 204
        assert tus.client.get(address).status_code == 404

    # 100 bytes of the first one never came.
    assert [tus.create(size).status_code for size in (101, 100)] == [429, 201]
    ResumableUpload.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert tus.create(600).status_code == 201


@ON_DISK
def test_unfinished_files_are_bounded(tus):
    ResumableUpload.objects.bulk_create(
        ResumableUpload(owner=tus.user, length=5, expires_at=timezone.now() + timedelta(days=1))
        for _ in range(100)
    )

    answer = tus.create(5)

    assert answer.status_code == 429
    assert "belum selesai" in answer.json()["detail"]


# --- What is refused -----------------------------------------------------------------------------

REFUSED = [
    (files.svg, "SVG"),
    (files.html, "halaman web"),
    (files.pdf, "PDF"),
    (files.archive, "arsip"),
    (files.polyglot, "tersembunyi"),
    (files.truncated_jpeg, "terpotong"),
    (files.truncated_mp4, "terpotong"),
]


@pytest.mark.parametrize(("make", "word"), REFUSED, ids=[make.__name__ for make, _ in REFUSED])
def test_content_decides_and_the_reason_stays_to_be_read(tus, stored, make, word):
    data = make()
    address = tus.create(len(data), data[:5])["Location"]

    answer = tus.patch(address, 5, data[5:])

    assert answer.status_code in {413, 415}
    assert word in answer.json()["detail"]
    assert tus.status(address)["state"] == "refused"
    assert word in tus.status(address)["reason"]
    assert stored() == set()
    assert tus.ask("HEAD", address).status_code == 410
    assert not Upload.objects.exists()


def test_a_name_that_lies_is_refused(tus, jpeg):
    answer = tus.create(len(jpeg), jpeg, Upload_Metadata=metadata(filename="film.png"))

    assert answer.status_code == 415


def test_a_file_that_changed_on_its_way_is_refused(tus, jpeg, stored):
    said = hashlib.sha256(b"another").hexdigest()

    answer = tus.create(len(jpeg), jpeg, Upload_Metadata=metadata(sha256=said))

    assert answer.status_code == 422
    assert stored() == set()


# --- Large files, and what a dead process left ---------------------------------------------------


@pytest.fixture
def in_background(monkeypatch):
    """Every file counts as a large one. (The bound is a number of ours, not our code.)"""
    monkeypatch.setattr("cms.media.services.resumable.finishing.CHECKED_AT_ONCE_BYTES", 10)


def test_a_large_file_is_checked_in_the_background(tus, jpeg, in_background):
    address = tus.create(len(jpeg), jpeg)["Location"]
    assert tus.status(address)["state"] == "checking"
    assert tus.offset(address) == len(jpeg)

    finish(upload_id=key_of(address))

    assert tus.status(address)["state"] == "received"


@ON_DISK
def test_a_large_file_is_checked_before_the_photos_that_wait(
    tus, jpeg, in_background, settings, django_capture_on_commit_callbacks
):
    """Its phone waits for the receipt."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        received()
        tus.create(len(jpeg), jpeg)

    waiting = [row.task_path.rpartition(".")[2] for row in DBTaskResult.objects.ready()]

    assert waiting[0] == "finish_upload"
    assert "ingest_upload" in waiting


def test_the_sweeper_checks_what_nobody_checked(
    tus, jpeg, in_background, django_capture_on_commit_callbacks
):
    address = tus.create(len(jpeg), jpeg)["Location"]
    long_ago = timezone.now() + timedelta(days=6)
    ResumableUpload.objects.update(expires_at=long_ago)

    with django_capture_on_commit_callbacks(execute=True):
        sweep_resumable()

    assert tus.status(address)["state"] != "checking"


@ON_DISK
def test_a_check_that_waits_in_the_queue_is_queued_again_ever_later(
    tus, jpeg, in_background, settings, django_capture_on_commit_callbacks
):
    """A busy queue is not filled with the same work."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    tus.create(len(jpeg), jpeg)
    complete_since = timezone.now() + timedelta(days=7) - timedelta(minutes=5)
    ResumableUpload.objects.update(expires_at=complete_since)

    def queued() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            sweep_resumable()
        return DBTaskResult.objects.filter(task_path__endswith="finish_upload").count()

    assert [queued() for _ in range(3)] == [1, 1, 1]
    row = ResumableUpload.objects.get()
    assert row.claimed_until > timezone.now() + timedelta(minutes=4)
    ResumableUpload.objects.update(claimed_until=timezone.now())
    assert queued() == 2
    assert finish(upload_id=row.pk).state == "kept", "who comes to it may do it"


def test_a_check_that_was_cut_off_after_the_move_is_finished(tus, jpeg, in_background, kept_files):
    """The file is in its place already, the row does not know yet."""
    address = tus.create(len(jpeg), jpeg)["Location"]
    key = key_of(address)
    name = f"originals/{key.hex}/{uuid.uuid4().hex}.jpg"
    settled = {"name": name, "format": "JPEG", "sha256": hashlib.sha256(jpeg).hexdigest()}
    row = ResumableUpload.objects.get()
    pieces().seal(key, row.kept, row.length)
    ResumableUpload.objects.update(kept=row.kept | {"settled": settled})
    finish(upload_id=key)
    assert kept_files() == {name}
    Upload.objects.all().delete()
    ResumableUpload.objects.update(state="checking", kept={"settled": settled})

    finish(upload_id=key)

    assert tus.status(address)["state"] == "received"
    assert kept_files() == {name}


def test_a_file_that_vanished_ends_with_a_reason(tus, jpeg, in_background, stored):
    address = tus.create(len(jpeg), jpeg)["Location"]
    for name in stored():
        storages["default"].delete(name)
    for _ in range(6):
        finish(upload_id=key_of(address))
    ResumableUpload.objects.update(expires_at=timezone.now() + timedelta(days=1))

    sweep_resumable()

    assert tus.status(address)["state"] == "refused"
    assert tus.status(address)["reason"]


def test_abandoned_files_are_swept(tus, jpeg, expire, stored):
    old, fresh = (tus.create(len(jpeg), jpeg[:9])["Location"] for _ in range(2))
    expire(old)

    sweep_resumable()

    assert tus.ask("HEAD", old).status_code == 404
    assert tus.offset(fresh) == 9
    assert len(stored()) == 1


def test_a_kept_file_answers_also_after_its_row_is_swept(tus, jpeg, kept_files):
    key = metadata(id=str(uuid.uuid4()))
    address = tus.create(len(jpeg), jpeg, Upload_Metadata=key)["Location"]
    ResumableUpload.objects.update(created_at=timezone.now() - timedelta(days=3))

    sweep_resumable()

    assert not ResumableUpload.objects.exists()
    assert tus.offset(address) == len(jpeg)
    assert tus.status(address)["state"] == "received"
    again = tus.create(len(jpeg), Upload_Metadata=key)
    assert (again.status_code, again["Upload-Offset"]) == (201, str(len(jpeg)))
    assert len(kept_files()) == 1


def test_one_piece_takes_a_constant_number_of_queries(tus, jpeg, django_assert_max_num_queries):
    address = tus.address(len(jpeg))

    for at in (0, 1000):
        with django_assert_max_num_queries(12):
            tus.patch(address, at, jpeg[at : at + 1000])
