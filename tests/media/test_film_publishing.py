"""Streams and recordings from upload to reader, and back."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import feedparser
import pytest
from django.core.files.storage import storages
from django.utils import timezone

from cms.base.outbox import OutboxState
from cms.media.models import PipelineStep, Upload, UploadState, Video
from cms.media.selectors import derivative_bytes_of, video_media
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.ingest import ingest
from tests import files
from tests.factories.media import prepared, received
from tests.factories.stories import story_page
from tests.media.films import clips
from tests.processes import ROOT, environment

_URI = re.compile(r'^(?:#EXT-X-MAP:URI="([^"]+)"|([^#\s].*))', re.MULTILINE)


def _minute(directory: Path) -> bytes:
    path = directory / "minute.mp4"
    clips.run(
        *("-f", "lavfi", "-i", "testsrc2=size=426x240:rate=2:duration=61"),
        *(*clips.H264, "-g", "4", str(path)),
    )
    return path.read_bytes()


def _walk(client, url: str, seen: dict[str, int]) -> None:
    """GET ``url`` and, in a playlist, everything that it names."""
    answer = client.get(url)
    seen[url] = answer.status_code
    body = b"".join(answer) if answer.streaming else answer.content
    if url.endswith(".m3u8") and answer.status_code == 200:
        for found in _URI.findall(body.decode()):
            name = found[0] or found[1]
            folder = url.rpartition("/")[0]
            while name.startswith("../"):
                name, folder = name[3:], folder.rpartition("/")[0]
            other = f"{folder}/{name}"
            if other not in seen:
                _walk(client, other, seen)


@pytest.mark.once
@pytest.mark.django_db
def test_stream_is_public_as_a_whole_and_gone_as_a_whole(
    tmp_path, client, django_capture_on_commit_callbacks
):
    upload = prepared(_minute(tmp_path), "a.mp4")
    assert upload.state == UploadState.READY, upload.failure
    video = upload.video
    private = video_media(video).stream.url
    client.force_login(upload.owner)
    before: dict[str, int] = {}
    _walk(client, private, before)
    assert set(before.values()) == {200}
    assert len(before) == 3, "playlist of playlists, playlist, film"
    client.logout()
    assert client.get(private).status_code == 404

    make_public(video=video, used_by="x")
    public: dict[str, int] = {}
    _walk(client, video_media(video).stream.url, public)
    assert set(public.values()) == {200}
    assert len(public) == 3
    private_names = {url.rsplit("/", 1)[1] for url in before}
    assert not private_names & {url.rsplit("/", 1)[1] for url in public}
    part = next(url for url in public if url.endswith(".m4s"))
    answer = client.get(part, headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(answer.getvalue())) == (206, 100)

    with django_capture_on_commit_callbacks(execute=True):
        make_private(video=video, used_by="x")
    assert {client.get(url).status_code for url in public} == {404}
    assert derivative_bytes_of(upload.owner) == sum(
        video.derivatives.values_list("byte_count", flat=True)
    )


@pytest.mark.once
@pytest.mark.django_db
def test_recording_goes_from_report_to_reader(tmp_path, client):
    path = tmp_path / "note.m4a"
    clips.run(
        *("-f", "lavfi", "-i", "sine=440:duration=2", "-metadata", f"artist={files.AUTHOR}"),
        *("-c:a", "aac", str(path)),
    )
    upload = prepared(path.read_bytes(), "note.m4a")
    assert (upload.kind, upload.state) == ("audio", UploadState.READY), upload.failure
    Video.objects.update(alt_text="Warga bercerita tentang pos ronda")
    page = story_page(body=[("paragraph", "<p>Dengar.</p>"), ("audio", upload.video)])

    page.get_latest_revision().publish(skip_permission_checks=True)

    html = client.get(page.specific_class.objects.get(pk=page.pk).address).content.decode()
    source = re.search(r'<audio[^>]*><source src="([^"]+)" type="audio/mp4">', html)
    assert source, "a player without script"
    answer = client.get(source[1])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/mp4")
    assert files.carries(answer.getvalue()) == []
    (media,) = client.get("/api/v1/media/", {"kind": "audio"}).json()["media"]
    assert media["duration_s"] == pytest.approx(2, abs=0.2)
    feed = feedparser.parse(client.get("/feeds/media/suara.rss").content)
    assert feed.entries[0].enclosures[0].type == "audio/mp4"
    assert feed.entries[0].itunes_duration == "2"


BROKEN = {
    "nothing inside.mp4": (
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x10moov" + bytes(8)
    ),
    "empty.wav": b"RIFF\x24\x00\x00\x00WAVEfmt \x10" + bytes(40),
    "frames of nothing.mp3": (b"\xff\xfb\x90\x00" + bytes(413)) * 3,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_fails_with_a_reason_soon_or_is_used(name):
    began = time.monotonic()

    upload = prepared(BROKEN[name], name)

    assert time.monotonic() - began < 60
    assert upload.state in {UploadState.FAILED, UploadState.READY}
    assert bool(upload.failure) == (upload.state == UploadState.FAILED)
    assert not PipelineStep.objects.filter(
        state__in=[OutboxState.WAITING, OutboxState.RUNNING]
    ).exists()


WORKER = """
import sys
from django.conf import settings
settings.STORAGES["default"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": sys.argv[1], "base_url": "/berkas/"},
}
import django; django.setup()
from cms.media.services.ingest import ingest
ingest(sys.argv[2])
"""


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _encoding(pid: int) -> int | None:
    """The ffmpeg that ``pid`` waits for, once it writes a film."""
    for child in _children(pid):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
        if b"libx264" in command and b"bounded.py" not in command:
            return child
    return None


def _wait_for(condition, timeout_s=60):
    deadline = time.monotonic() + timeout_s
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
    return found


@pytest.mark.once
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_the_middle_leaves_no_ffmpeg_and_its_job_runs_once_more(
    tmp_path, stored, settings
):
    # Only the worker of this test may begin.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    path = tmp_path / "long.mov"
    clips.run(
        *("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=12"),
        *("-c:v", "mpeg4", "-q:v", "5", str(path)),
    )
    upload = received(path.read_bytes(), "long.mov")
    before = stored()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, storages["default"].location, str(upload.pk)],
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
    assert ingest(upload.pk) is False, "the lease still holds"
    step = PipelineStep.objects.get(upload=upload, name="film")
    assert step.state == OutboxState.RUNNING
    PipelineStep.objects.filter(pk=step.pk).update(next_attempt_at=timezone.now())
    assert ingest(upload.pk) is True

    upload = Upload.objects.get(pk=upload.pk)
    step.refresh_from_db()
    assert (upload.state, step.state, step.attempt_count) == ("ready", OutboxState.DONE, 2)
    assert Video.objects.count() == 1
    made = {row.file.name for row in upload.video.derivatives.all()}
    assert stored() - before == made
