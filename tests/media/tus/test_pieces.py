"""The stores of files on their way: what counts, what does not, and what is left behind."""

import random
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from cms.media.models import ResumableState, ResumableUpload
from cms.media.pieces import pieces
from cms.media.pieces.s3 import PART_BYTES
from cms.media.services.resumable import sweep_orphans, sweep_resumable
from tests.factories.people import UserFactory
from tests.media.tus.client import key_of
from tests.media.tus.stores import ON_DISK, ON_S3


def remember(kept):
    """The database of a test without one."""


def _multiparts() -> set[uuid.UUID]:
    """Keys of the multipart uploads that are open in this test's part of the bucket."""
    store, storage = pieces(), storages["default"]
    folder = f"{storage.location}/incoming/"
    listed = store.client.list_multipart_uploads(Bucket=store.bucket, Prefix=folder)
    found = [item["Key"].removeprefix(folder) for item in listed.get("Uploads", [])]
    return {uuid.UUID(hex=name.partition("/")[0]) for name in found}


def test_what_was_saved_in_any_pieces_is_the_file():
    """Small ones and one larger than a part, each by another writer; what was not saved is gone."""
    store, key, chance = pieces(), uuid.uuid4(), random.Random(3)
    kept, offset, whole = store.begin(key), 0, b""
    for size in (1, 70_000, PART_BYTES + 5, 200, 3):
        writer = store.writer(key, kept, offset, remember)
        data = chance.randbytes(size)
        writer.write(data[: size // 2])
        writer.write(data[size // 2 :])
        kept = writer.save()
        whole, offset = whole + data, offset + size
        writer.write(b"of a request that died")
        writer.close()

    for _again in range(2):
        store.seal(key, kept, offset)

    with store.open(key) as file:
        assert file.read(len(whole) + 1) == whole
        file.seek(PART_BYTES - 7)
        assert file.read(100) == whole[PART_BYTES - 7 :][:100]
    name = f"originals/{key.hex}/a.jpg"
    for _again in range(2):
        store.settle(key, name)
    with storages["default"].open(name) as file:
        assert file.read(len(whole) + 1) == whole


@ON_S3
def test_a_request_that_was_thought_dead_writes_over_nothing():
    """Its part arrives after another request has stored and counted its own."""
    store, key = pieces(), uuid.uuid4()
    committed = [store.begin(key)]
    dead = store.writer(key, committed[-1], 0, committed.append)
    dead.write(b"a" * PART_BYTES)
    assert [kept["number"] for kept in committed] == [0, 1], "committed before it was sent"

    alive = store.writer(key, committed[-1], 0, committed.append)
    alive.write(b"b" * PART_BYTES)
    kept = alive.save()
    store.part(store._object(key), kept["multipart"], 1, b"a" * PART_BYTES)

    store.seal(key, kept, PART_BYTES)
    with store.open(key) as file:
        assert file.read(PART_BYTES + 1) == b"b" * PART_BYTES


class _Taken(Exception):
    """The file is somebody else's by now."""


@ON_S3
def test_a_part_without_a_reserved_number_is_not_sent():
    def refuse(kept):
        raise _Taken

    store, key = pieces(), uuid.uuid4()
    kept = store.begin(key)
    writer = store.writer(key, kept, 0, refuse)

    with pytest.raises(_Taken):
        writer.write(b"a" * PART_BYTES)

    listed = store.client.list_parts(**store.at(store._object(key)), UploadId=kept["multipart"])
    assert listed.get("Parts", []) == []


@ON_S3
def test_many_small_pieces_wait_as_few_objects(monkeypatch):
    """(The bound is a number of ours, not our code.)"""
    monkeypatch.setattr("cms.media.pieces.s3.TAILS_MAX", 4)
    store, key, chance = pieces(), uuid.uuid4(), random.Random(4)
    kept, whole = store.begin(key), b""
    writer = store.writer(key, kept, 0, remember)
    for _piece in range(7):
        data = chance.randbytes(50)
        writer.write(data)
        kept, whole = writer.save(), whole + data

    assert len(kept["tails"]) <= 4
    store.seal(key, kept, len(whole))
    with store.open(key) as file:
        assert file.read(len(whole) + 1) == whole
    store.discard(key, kept)
    assert _multiparts() == set()


# --- What no row names ---------------------------------------------------------------------------


@pytest.fixture
def long_ago(monkeypatch):
    """Everything has lain there long enough. (The bound is a number of ours, not our code.)"""
    monkeypatch.setattr(
        "cms.media.services.resumable.tidying.ORPHANED_AFTER", -timedelta(minutes=1)
    )


def _orphan(data: bytes = b"half a file") -> uuid.UUID:
    """What a process leaves that died before its row was committed, or after it was deleted."""
    store, key = pieces(), uuid.uuid4()
    writer = store.writer(key, store.begin(key), 0, remember)
    writer.write(data)
    writer.save()
    writer.close()
    return key


@pytest.mark.django_db
def test_bytes_that_no_row_names_are_swept_and_the_others_are_not(tus, jpeg, stored, long_ago):
    orphan, begun = _orphan(), uuid.uuid4()
    pieces().begin(begun)
    living = tus.create(len(jpeg), jpeg[:700])["Location"]

    assert sweep_orphans() > 0

    assert not any(key.hex in name for name in stored() for key in (orphan, begun))
    assert tus.offset(living) == 700
    assert tus.patch(living, 700, jpeg[700:]).status_code == 204
    assert tus.status(living)["state"] == "received"


@ON_DISK
@pytest.mark.django_db
def test_an_announcement_waits_for_no_disk(tus, stored):
    tus.create(10)

    assert stored() == set()


@pytest.mark.django_db
def test_what_a_kept_file_left_beside_itself_is_swept(tus, jpeg, stored, long_ago):
    """The process died after the commit, before it tidied up."""
    address = tus.create(len(jpeg), jpeg)["Location"]
    assert ResumableUpload.objects.get().state == ResumableState.KEPT

    sweep_orphans()

    assert not any(name.startswith("incoming/") for name in stored())
    assert tus.status(address)["is_kept"]


@pytest.mark.django_db
def test_what_began_a_moment_ago_is_not_swept(stored):
    """Its row may be committed any moment."""
    orphan = _orphan()

    assert sweep_orphans() == 0

    assert any(orphan.hex in name for name in stored())


@ON_S3
@pytest.mark.django_db
def test_multiparts_that_no_row_names_are_ended(tus, jpeg, long_ago):
    """They are in no list of objects, and cost money for ever."""
    orphan = _orphan(bytes(PART_BYTES))
    living = key_of(tus.create(len(jpeg), jpeg[:700])["Location"])
    assert _multiparts() == {orphan, living}

    sweep_orphans()

    assert _multiparts() == {living}


@ON_S3
@pytest.mark.django_db
def test_the_multipart_of_an_abandoned_file_is_ended(tus, jpeg, expire, stored):
    old, fresh = (tus.create(len(jpeg), jpeg[:9])["Location"] for _n in range(2))
    expire(old)

    sweep_resumable()

    assert _multiparts() == {key_of(fresh)}


@pytest.mark.django_db
def test_sweeping_takes_one_query_for_many(long_ago, django_assert_num_queries):
    row = ResumableUpload(owner=UserFactory(), length=5, expires_at=timezone.now())
    row.kept = pieces().begin(row.pk)
    row.save()
    for _n in range(3):
        _orphan()

    with django_assert_num_queries(1):
        sweep_orphans()
