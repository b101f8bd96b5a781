"""Fixtures of the media tests: what lies in storage, and a real S3 server when there is one."""

import os
import uuid
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from django.core.files.storage import storages

from cms.media.announcements import forget_listener, register_listener
from cms.media.services.strays import public_columns


def _listed(storage) -> set[str]:
    root = Path(storage.location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def changes():
    """What the listeners of media hear during the test."""
    heard = []
    register_listener(heard.append)
    yield heard
    forget_listener(heard.append)


@pytest.fixture
def stored():
    """A function: names of the private (or "public") files now in local storage."""

    def names(alias: str = "default") -> set[str]:
        return _listed(storages[alias])

    return names


@pytest.fixture
def own_public_storage(settings, tmp_path, monkeypatch):
    """Public files of this test alone, on the disk."""
    public = settings.STORAGES["public"]
    options = public["OPTIONS"] | {"location": str(tmp_path / "public")}
    settings.STORAGES = {**settings.STORAGES, "public": public | {"OPTIONS": options}}
    _columns_follow(monkeypatch)


def _columns_follow(monkeypatch) -> None:
    """A file field asks for its storage once, when the process starts."""
    for column in public_columns():
        monkeypatch.setattr(column, "storage", storages["public"])


S3_CLIENT = {
    "s3": {"addressing_style": "path"},
    "signature_version": "s3v4",
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}


@pytest.fixture(scope="session")
def s3_server():
    """A client of a real S3 server, and how a storage reaches it. Skips where there is none."""
    endpoint = os.environ.get("TEST_S3_ENDPOINT")
    if not endpoint:
        pytest.skip("no S3 server: set TEST_S3_ENDPOINT (tests/peers/s3-server starts one)")
    options = {
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "access_key": "test:tester",
        "secret_key": "testing",
        "file_overwrite": False,
        "default_acl": None,
    }
    client = boto3.client(
        "s3",
        config=Config(**S3_CLIENT),
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test:tester",
        aws_secret_access_key="testing",
    )
    return client, options


@pytest.fixture
def s3_storage(s3_server, settings, monkeypatch):
    """Both storages on a real S3 server, in fresh buckets. Skips where there is none."""
    client, options = s3_server
    names = [f"test-{kind}-{uuid.uuid4().hex[:12]}" for kind in ("private", "public")]
    for name in names:
        client.create_bucket(Bucket=name)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "cms.base.storage.PrivateS3Storage",
            "OPTIONS": options | {"bucket_name": names[0], "querystring_auth": True},
        },
        "public": {
            "BACKEND": "cms.base.storage.PublicS3Storage",
            "OPTIONS": options | {"bucket_name": names[1], "querystring_auth": False},
        },
    }
    _columns_follow(monkeypatch)
    yield client, names
    for name in names:
        for item in client.list_objects(Bucket=name).get("Contents", []):
            client.delete_object(Bucket=name, Key=item["Key"])
        client.delete_bucket(Bucket=name)
