"""ffmpeg and its like as bounded child processes: time, memory, local files only, no shell."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from cms.media.unusable import Unusable

MEMORY_BYTES = 4 * 1024**3
THREADS = 2
TICK_S = 2
CORES_MAX = 16  # processor seconds that a second of patience is worth
_BOUNDED = str(Path(__file__).with_name("bounded.py"))
# Only these are ever opened, whatever a file claims to be: no playlists that name other files.
DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mp3,ogg,wav,amr,amrnb,amrwb,aac"


class FilmError(Unusable):
    """The film or recording cannot be used; ``code`` says why.

    ``unreadable``, ``no-picture``, ``no-sound``, ``too-small``, ``too-large``, ``too-long``,
    ``cut-short`` or ``too-slow``.
    """


class Deadline:
    """A moment by which a whole job, of however many steps, must be done."""

    def __init__(self, seconds: float):
        self._at = time.monotonic() + seconds

    def left_s(self, at_most: float | None = None) -> float:
        """Seconds left, ``at_most`` so many. Raises FilmError("too-slow") when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise FilmError("too-slow")
        return left if at_most is None else min(left, at_most)


@cache
def ffmpeg() -> str:
    """The ffmpeg that came with our packages: one version everywhere, so one result.

    A system's own may be years older, without the filters we need. Where our packages bring none
    (an unusual processor), imageio-ffmpeg finds the system's by itself.
    """
    return imageio_ffmpeg.get_ffmpeg_exe()


def run(
    *arguments: str, timeout_s: float, ticked: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run ffmpeg; never raises for its exit status. Raises FilmError("too-slow")."""
    quiet = ("-hide_banner", "-nostdin", "-nostats", "-protocol_whitelist", "file,pipe")
    return run_bounded(ffmpeg(), *quiet, *arguments, timeout_s=timeout_s, ticked=ticked)


def run_bounded(
    program: str,
    *arguments: str,
    timeout_s: float,
    memory_bytes: int = MEMORY_BYTES,
    ticked: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run ``program`` under limits and return it finished, whatever its exit status.

    ``ticked`` is called every ``TICK_S`` seconds meanwhile; what it raises ends the program. Side
    effects: a child process, dead when this returns. Raises FilmError("too-slow").
    """
    cpu_s = str(int(timeout_s * CORES_MAX) + 5)
    command = [sys.executable, "-I", "-S", _BOUNDED, str(memory_bytes), cpu_s, program, *arguments]
    deadline = Deadline(timeout_s)
    with subprocess.Popen(  # noqa: S603  # no shell; the arguments are ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            while True:
                try:
                    wait_s = deadline.left_s(TICK_S if ticked else None)
                    out, errors = process.communicate(timeout=wait_s)
                except subprocess.TimeoutExpired:
                    if ticked:
                        ticked()
                else:
                    break
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, errors)


def scratch_directory() -> tempfile.TemporaryDirectory[str]:
    """A directory for one conversion; gone when the ``with`` block ends."""
    return tempfile.TemporaryDirectory(prefix="sambang-film-")
