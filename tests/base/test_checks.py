"""Settings that would make private things public stop the start."""

import pytest
from django.core.checks import run_checks

# What models need is asked of the database, once in a process.
pytestmark = pytest.mark.django_db

S3 = "cms.base.storage.PrivateS3Storage"
FILES = "django.core.files.storage.FileSystemStorage"


def errors():
    return [found.id for found in run_checks() if found.id and found.id.startswith("sambang.")]


def test_the_settings_of_this_run_are_right():
    assert errors() == []


@pytest.mark.parametrize(
    ("backend", "private", "public", "expected"),
    [
        (FILES, {"location": "/srv/a"}, {"location": "/srv/b"}, []),
        (FILES, {"location": "/srv/a"}, {"location": "/srv/a"}, ["sambang.E001"]),
        (FILES, {"location": "/srv/a/private"}, {"location": "/srv/a"}, ["sambang.E001"]),
        (FILES, {"location": "/srv/a"}, {"location": "/srv/a/public"}, []),
        (S3, {"bucket_name": "a"}, {"bucket_name": "b"}, []),
        (S3, {"bucket_name": "a"}, {"bucket_name": "a"}, ["sambang.E001"]),
    ],
)
def test_private_and_public_files_in_one_place_are_refused(
    settings, backend, private, public, expected
):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": backend, "OPTIONS": private},
        "public": {"BACKEND": backend, "OPTIONS": public},
    }

    assert errors() == expected
