"""Fixtures of the upload server's tests."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from cms.media.models import ResumableUpload
from tests import files
from tests.factories.people import UserFactory
from tests.media.conftest import s3_storage, stored
from tests.media.tus.client import Tus, key_of

__all__ = ["s3_storage", "stored"]


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Private files of this test alone."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": str(tmp_path / "private")}
    # By the fixture: it undoes what it and the test changed, the last first. An override of our own
    # would end too early, and the fixture would then put it back for the rest of the run.
    settings.STORAGES = {**settings.STORAGES, "default": default | {"OPTIONS": options}}


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


@pytest.fixture
def storage_root() -> Path:
    return Path(storages["default"].location)
