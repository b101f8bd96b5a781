"""A worker killed while it hides people in a film loses nothing and leaves nothing."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from cms.base.outbox import OutboxState
from cms.media.models import FilmRedaction, Video
from cms.media.services.film_redaction import burn_due, redact_film
from cms.people.models import Role
from tests import files
from tests.factories.media import plain_video
from tests.factories.people import person
from tests.media.test_film_publishing import _encoding, _wait_for
from tests.processes import ROOT, environment

WORKER = """
import sys
from django.conf import settings
settings.STORAGES["default"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": sys.argv[1], "base_url": "/berkas/"},
}
import django; django.setup()
from cms.media.services.film_redaction import burn_due
burn_due()
"""


@pytest.mark.once
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.django_db(transaction=True)
def test_killed_worker_is_replaced_and_the_film_is_hidden_once(stored, settings):
    # Only the worker of this test may begin.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    video = plain_video(files.mp4(2, "640x360"), protect_mark="victim")
    admin = person(Role.ADMINISTRATOR, "MABES")
    row = redact_film(actor=admin, video=video, whole_picture=True)
    before = stored()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, storages["default"].location],
        cwd=ROOT,
        env=environment(),
    )
    try:
        encoder = _wait_for(lambda: _encoding(worker.pid))
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()

    _wait_for(lambda: not Path(f"/proc/{encoder}").exists(), timeout_s=10)
    row.refresh_from_db()
    assert row.state == OutboxState.RUNNING
    assert Video.objects.get().is_redacted is False
    assert burn_due() == 0, "the lease still holds"
    assert stored() == before

    FilmRedaction.objects.update(next_attempt_at=timezone.now())
    assert burn_due() == 1

    row.refresh_from_db()
    assert (row.state, row.attempt_count) == (OutboxState.DONE, 2)
    assert Video.objects.get().is_redacted is True
    original = {video.upload.file.name}
    assert stored() - before == {derivative.file.name for derivative in video.derivatives.all()}
    assert original <= stored()
