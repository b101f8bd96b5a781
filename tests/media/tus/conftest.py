"""Fixtures of the upload server's tests: the same on a disk and on a real S3 server."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone

from cms.media.models import ResumableUpload
from tests import files
from tests.factories.people import UserFactory
from tests.media.conftest import s3_server
from tests.media.tus.client import Tus, key_of
from tests.peers import tusd

__all__ = ["s3_server"]
# No package of the supported systems brings a tusd: its tests are for whoever has one, and no part
# of the suite that must not skip anything.
collect_ignore = [] if tusd.PROGRAM else ["test_tusd.py"]
# A service answers more slowly than a disk, and is the same under every database.
STORES = ["disk", pytest.param("s3", marks=[pytest.mark.s3, pytest.mark.once])]


@pytest.fixture(scope="session")
def s3_bucket(s3_server):
    """The name of a bucket of this run. It stays: the server is one of the tests."""
    client, _options = s3_server
    name = f"test-uploads-{uuid.uuid4().hex[:12]}"
    client.create_bucket(Bucket=name)
    return name


@pytest.fixture(params=STORES, autouse=True)
def own_storage(request, settings, tmp_path):
    """Private files of this test alone: on this machine, or in a folder of a bucket."""
    default = settings.STORAGES["default"]
    if request.param == "disk":
        mine = default | {"OPTIONS": default["OPTIONS"] | {"location": str(tmp_path / "private")}}
    else:
        bucket = request.getfixturevalue("s3_bucket")
        _client, options = request.getfixturevalue("s3_server")
        options = options | {"bucket_name": bucket, "location": uuid.uuid4().hex}
        mine = {"BACKEND": "tests.media.tus.one_session.OneSessionS3Storage", "OPTIONS": options}
    # By the fixture: it undoes what it and the test changed, the last first. An override of our own
    # would end too early, and the fixture would then put it back for the rest of the run.
    settings.STORAGES = {**settings.STORAGES, "default": mine}


class ServersStore:
    """Where real servers keep private files: their environment, and how a test reads one."""

    def __init__(self, environ: dict[str, str], read):
        self.environ, self.read = environ, read
        self.is_disk = not environ


@pytest.fixture(params=STORES, scope="module")
def store(request):
    """The disk (each server's own), or a bucket."""
    if request.param == "disk":
        return ServersStore({}, lambda server, name: (server.private / name).read_bytes())
    client, options = request.getfixturevalue("s3_server")
    bucket = request.getfixturevalue("s3_bucket")
    environ = {
        "SAMBANG_S3_ENDPOINT": options["endpoint_url"],
        "SAMBANG_S3_PRIVATE_BUCKET": bucket,
        "SAMBANG_S3_PUBLIC_BUCKET": f"{bucket}-public",
        "SAMBANG_S3_KEY_ID": options["access_key"],
        "SAMBANG_S3_SECRET": options["secret_key"],
    }
    return ServersStore(
        environ, lambda _server, name: client.get_object(Bucket=bucket, Key=name)["Body"].read()
    )


@pytest.fixture
def stored(own_storage):
    """A function: names of the private files that there are now."""

    def names() -> set[str]:
        storage = storages["default"]
        if isinstance(storage, FileSystemStorage):
            root = Path(storage.location)
            return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
        folder = f"{storage.location}/"
        listed = storage.bucket.objects.filter(Prefix=folder)
        return {item.key.removeprefix(folder) for item in listed}

    return names


@pytest.fixture
def kept_files(stored):
    """A function: the same without what a commit will still drop, which is nothing on a disk."""

    def names() -> set[str]:
        on_disk = isinstance(storages["default"], FileSystemStorage)
        return {name for name in stored() if on_disk or not name.startswith("incoming/")}

    return names


@pytest.fixture
def tus(db) -> Tus:
    return Tus(UserFactory())


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    return files.jpeg_with_gps()


@pytest.fixture
def expire():
    """A function: nothing came to this address for too long."""

    def deed(address: str) -> None:
        past = timezone.now() - timedelta(seconds=1)
        ResumableUpload.objects.filter(pk=key_of(address)).update(expires_at=past)

    return deed
