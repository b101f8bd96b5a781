"""A worker that is killed in the middle of a step: the next one does that step again, once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from cms.base.outbox import OutboxState
from cms.media.models import Derivative, Photo, Upload, UploadState
from cms.media.services.ingest import ingest
from cms.media.services.strays import sweep_strays
from tests.factories.media import received
from tests.processes import ROOT, environment

# Prepares one upload and dies by its own hand when the photo's row is written, before the commit.
WORKER = """
import os, signal, sys, uuid
import django
from django.conf import settings

upload, location = sys.argv[1:]
settings.STORAGES["default"]["OPTIONS"]["location"] = location
django.setup()
from django.db.models.signals import post_save
from cms.media.models import Photo
from cms.media.services.ingest import ingest

def die(**_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

post_save.connect(die, sender=Photo)
ingest(uuid.UUID(upload))
print("survived", flush=True)
"""


def _waiting() -> Upload:
    """An upload that nobody has begun: here the queue works at once, so what it did is undone."""
    upload = received()
    upload.refresh_from_db()
    photo = upload.photo
    upload.steps.all().delete()
    Upload.objects.update(state=UploadState.RECEIVED, photo=None)
    photo.delete()
    return upload


@pytest.fixture
def private(settings, tmp_path):
    """The private files of this test alone."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": str(tmp_path)}
    settings.STORAGES = {**settings.STORAGES, "default": default | {"OPTIONS": options}}
    return tmp_path


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(240)
def test_a_step_whose_worker_was_killed_is_done_again_once(private):
    upload = _waiting()

    killed = subprocess.run(
        [sys.executable, "-c", WORKER, str(upload.pk), str(storages["default"].location)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not Photo.objects.exists()
    assert upload.steps.get(name="derive").state == OutboxState.RUNNING
    assert ingest(upload.pk) is False, "its lease is not over"
    # Nobody waits for a lease here.
    upload.steps.update(next_attempt_at=timezone.now())

    assert [ingest(upload.pk), ingest(upload.pk)] == [True, False]

    upload.refresh_from_db()
    attempts = dict(upload.steps.values_list("name", "attempt_count"))
    assert (upload.state, attempts["inspect"], attempts["derive"]) == (UploadState.READY, 1, 2)
    assert Photo.objects.count() == 1
    assert Derivative.objects.values("preset", "content_type").distinct().count() == (
        Derivative.objects.count()
    )

    # What the killed one had stored already is nobody's, and goes when it is a day old.
    named = set(Derivative.objects.values_list("file", flat=True))
    left = _derivatives(private) - named
    assert left
    assert sweep_strays() == 0
    for name in left:
        os.utime(private / name, (0, 0))
    sweep_strays()
    assert _derivatives(private) == named


def _derivatives(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.glob("derivatives/*/*/*")}
