"""Private files that no row names are found in their turn; what a row names is never touched."""

import hashlib
import os
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from cms.media.models import (
    Derivative,
    DoomedFile,
    Original,
    Photo,
    ResumableUpload,
    Upload,
    public_name,
)
from cms.media.services import strays
from cms.media.services.consent import record_consent
from cms.media.services.derivatives import make_public
from cms.media.services.files import delete_doomed
from cms.media.services.strays import sweep_public_strays, sweep_strays
from tests import files
from tests.factories.media import ready_photo, ready_video
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


ON_BOTH = pytest.mark.parametrize(
    "own_storage",
    ["disk", pytest.param("s3", marks=[pytest.mark.s3, pytest.mark.once])],
    indirect=True,
)


@pytest.fixture(autouse=True)
def own_storage(request, settings, tmp_path):
    """Private files of this test alone."""
    if getattr(request, "param", "disk") == "s3":
        request.getfixturevalue("s3_storage")
        return
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": str(tmp_path / "private")}
    settings.STORAGES = {**settings.STORAGES, "default": default | {"OPTIONS": options}}


@pytest.fixture
def long_ago(monkeypatch):
    """Everything has lain there long enough. (The bounds are numbers of ours, not our code.)"""
    folders = {
        name: (named, -timedelta(minutes=1)) for name, (named, _age) in strays._FOLDERS.items()
    }
    monkeypatch.setattr(strays, "_FOLDERS", folders)


def put(name: str) -> str:
    return storages["default"].save(name, ContentFile(b"left behind"))


def left_behind() -> set[str]:
    """One stray in each folder: of an owner that never was, and beside a living one's files."""
    photo = Photo.objects.first()
    owners = [uuid.uuid4().hex, photo.public_id.hex]
    folders = ["derivatives/photo", "derivatives/video", "masters/photo", "masters/video"]
    folders.append("renditions/photo")
    names = {f"{folder}/{owner}/{uuid.uuid4().hex}.jpg" for folder in folders for owner in owners}
    names.add(f"originals/{uuid.uuid4().hex}/{uuid.uuid4().hex}.jpg")
    names.add(f"consents/{uuid.uuid4().hex}.pdf")
    return {put(name) for name in names}


@ON_BOTH
def test_what_no_row_names_goes_and_everything_else_stays(long_ago):
    photo, film = ready_photo(), ready_video()
    # Wagtail asked for its storage when the process started: that is not this test's.
    kept_for_staff = put(photo.get_rendition("max-100x100").file.name)
    form = signed_form(photo)
    lost = left_behind()

    assert sweep_strays() == len(lost)
    delete_doomed()

    exists = storages["default"].exists
    assert not any(exists(name) for name in lost)
    kept = {photo.file.name, film.file.name, photo.upload.file.name, film.upload.file.name}
    kept |= {row.file.name for row in Derivative.objects.all()}
    kept |= {kept_for_staff, form}
    assert [name for name in kept if not exists(name)] == []
    assert sweep_strays() == 0


def signed_form(photo) -> str:
    """The stored name of a form that somebody signed for ``photo``."""
    said = {"subject": "Ibu S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}
    form = files.uploaded(b"%PDF-1.4 ditandatangani", "formulir.pdf")
    editor = UserFactory(is_superuser=True)
    consent = record_consent(actor=editor, photo=photo, evidence_file=form, **said)
    return consent.evidence_file.name


@ON_BOTH
def test_a_round_is_bounded_and_the_next_goes_on(long_ago, monkeypatch):
    ready_photo()
    lost = left_behind()
    monkeypatch.setattr(strays, "NAMES_A_ROUND", 5)

    found = [sweep_strays() for _round in range(12)]

    assert sum(found) >= len(lost)
    assert max(found) <= 5
    assert _doomed() == lost


@pytest.fixture
def own_public(request):
    """Public files of this test alone, on the disk or on S3."""
    name = "s3_storage" if request.param == "s3" else "own_public_storage"
    return request.getfixturevalue(name)


@pytest.mark.parametrize(
    "own_public",
    ["disk", pytest.param("s3", marks=[pytest.mark.s3, pytest.mark.once])],
    indirect=True,
)
def test_public_copies_that_no_row_names_go_in_rounds(own_public, monkeypatch):
    monkeypatch.setattr(strays, "STRAY_PUBLIC_AFTER", -timedelta(minutes=1))
    monkeypatch.setattr(strays, "NAMES_A_ROUND", 5)
    photo, private = ready_photo(), ready_photo()
    make_public(photo=photo, used_by="story:1")
    lost = {put_public() for _copy in range(4)}
    other = storages["public"].save("README/readme/x.txt", ContentFile(b"not ours"))

    rounds = [sweep_public_strays() for _round in range(8)]
    delete_doomed()

    assert max(rounds) <= 5
    exists = storages["public"].exists
    assert not any(exists(name) for name in lost)
    kept = {row.public_file.name for row in photo.derivatives.all()}
    assert all(exists(name) for name in {*kept, other})
    assert not private.derivatives.exclude(public_file="").exists()
    assert [sweep_public_strays() for _round in range(8)] == [0] * 8


def put_public() -> str:
    return storages["public"].save(public_name(None, "x.png"), ContentFile(b"left behind"))


def test_a_young_public_copy_is_left_alone(own_public_storage):
    name = put_public()
    assert sweep_public_strays() == 0

    then = time.time() - 2 * 3600
    os.utime(Path(storages["public"].location) / name, (then, then))
    assert sweep_public_strays() == 1


def test_every_column_of_public_files_is_asked():
    found = {f"{column.model.__name__}.{column.name}" for column in strays.public_columns()}

    assert found == {"Derivative.public_file", "HeroProfilePage.share_card"}


@pytest.mark.parametrize("rows", [1, 5])
def test_public_sweep_takes_a_constant_number_of_queries(
    rows, own_public_storage, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(strays, "STRAY_PUBLIC_AFTER", -timedelta(minutes=1))
    for _row in range(rows):
        put_public()

    # A column each, savepoint, rows, end of the savepoint.
    with django_assert_num_queries(5):
        sweep_public_strays()


def test_what_is_young_is_left_alone():
    """Whoever wrote it may commit any moment; what cannot be made again is waited for longer."""
    ready_photo()
    lost = left_behind()
    assert sweep_strays() == 0

    for name in lost:
        age(name, timedelta(days=2))
    assert sweep_strays() == len(lost) - 2
    assert not any(name.startswith(("originals/", "consents/")) for name in _doomed())


def age(name: str, by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(Path(storages["default"].location) / name, (then, then))


def _doomed() -> set[str]:
    return set(DoomedFile.objects.values_list("name", flat=True))


def test_an_original_that_is_being_kept_has_its_name_before_its_row(long_ago):
    key = uuid.uuid4()
    name = put(f"originals/{key.hex}/{uuid.uuid4().hex}.jpg")
    settled = {"name": name, "format": "JPEG", "sha256": hashlib.sha256(b"").hexdigest()}
    row = ResumableUpload(owner=UserFactory(), length=11, offset=11, state="checking")
    row.expires_at, row.kept = timezone.now(), {"settled": settled}
    row.save()

    assert sweep_strays() == 0


def test_an_original_without_a_shared_row_is_named_by_its_upload(long_ago):
    upload = ready_photo().upload
    Upload.objects.update(original=None)
    Original.objects.all().delete()

    assert sweep_strays() == 0
    assert storages["default"].exists(upload.file.name)


def test_what_we_did_not_put_there_stays(long_ago):
    put("derivatives/photo/README/readme.txt")
    put("consents/readme.txt")

    assert sweep_strays() == 0


@pytest.mark.parametrize("rows", [1, 4])
def test_sweeping_takes_a_constant_number_of_queries(rows, long_ago, django_assert_num_queries):
    for _row in range(rows):
        put(f"derivatives/photo/{uuid.uuid4().hex}/{uuid.uuid4().hex}.jpg")
        put(f"originals/{uuid.uuid4().hex}/{uuid.uuid4().hex}.jpg")
        put(f"renditions/photo/{uuid.uuid4().hex}/{uuid.uuid4().hex}.jpg")
        put(f"consents/{uuid.uuid4().hex}.pdf")

    # Forms, derivatives, three of originals, renditions; savepoint, rows, task, end of it.
    with django_assert_num_queries(9):
        sweep_strays()
