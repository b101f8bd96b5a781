"""From any accepted video to one that plays everywhere and says nothing about its maker.

ffmpeg runs as a child process with bounds on time and memory, reads only local files and gets
no shell. Pure: no Django.
"""

from __future__ import annotations

import contextlib
import io
import re
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageFilter, ImageStat

from cms.media import pictures
from cms.media.unusable import Unusable

LONG_SIDE = 1280
SHORT_SIDE = 720
DURATION_MAX_S = 600
PROBE_TIMEOUT_S = 60
FRAME_TIMEOUT_S = 60
MEMORY_BYTES = 4 * 1024**3
THREADS = 2
DARK_LUMA = 32  # mean brightness, 0–255, below which a frame says nothing
_POSTER_AT = (0.1, 0.3, 0.5, 0.7, 0.9)


class FilmError(Unusable):
    """The video cannot be used; ``code`` is unreadable, no-picture, too-long or too-slow."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What ffmpeg says about a file. Sizes as displayed (after rotation)."""

    duration_s: float
    width: int
    height: int
    rotated: bool
    video_codec: str
    pixel_format: str
    audio_codec: str

    @property
    def plays_as_is(self) -> bool:
        """True when the streams can be copied: H.264 4:2:0 and AAC, small and upright."""
        return (
            self.video_codec == "h264"
            and self.pixel_format in {"yuv420p", "yuvj420p"}
            and self.audio_codec in {"", "aac"}
            and not self.rotated
            and max(self.width, self.height) <= LONG_SIDE
            and min(self.width, self.height) <= SHORT_SIDE
        )


@dataclass(frozen=True, slots=True)
class Film:
    """A finished MP4 at ``path`` (in the caller's directory) with its poster."""

    path: Path
    duration_s: float
    width: int
    height: int
    poster: pictures.Encoded


@cache
def ffmpeg() -> str:
    """The system's ffmpeg when there is one, else the one that came with our packages."""
    return shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()


def _run(*arguments: str, timeout_s: float) -> subprocess.CompletedProcess[bytes]:
    """Run ffmpeg; never raises for its exit status. Raises FilmError("too-slow")."""
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-protocol_whitelist", "file,pipe", *arguments]
    with subprocess.Popen(  # noqa: S603  # no shell; the arguments are ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        # Linux can bound a child from outside; elsewhere time and threads are the bounds.
        if hasattr(resource, "prlimit"):
            with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):
                resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        try:
            out, err = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise FilmError("too-slow") from None
    return subprocess.CompletedProcess(command, process.returncode, out, err)


_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_VIDEO = re.compile(r"Stream #\d+:\d+.*?: Video: (\w+).*")
_AUDIO = re.compile(r"Stream #\d+:\d+.*?: Audio: (\w+)")
_SIZE = re.compile(r"[ ,](\d{2,5})x(\d{2,5})[ ,\[]")
_PIXELS = re.compile(r"\b(yuvj?4\d\dp\w*|nv12|rgb\w+|gray\w*|p0\d\d\w*)\b")
_ROTATION = re.compile(r"rotation of (-?\d+(?:\.\d+)?) degrees")


def probe(path: Path) -> Probe:
    """Read headers. Raises FilmError when there is no picture in it or it makes no sense."""
    result = _run("-i", str(path), timeout_s=PROBE_TIMEOUT_S)
    text = result.stderr.decode("utf-8", "replace")
    # Everything after "Output" or an error line would be about other things; there is no output.
    video = next(
        (m for m in _VIDEO.finditer(text) if "attached pic" not in m.group(0)),
        None,
    )
    if video is None:
        raise FilmError("unreadable" if "Stream #" not in text else "no-picture")
    size = _SIZE.search(video.group(0))
    if size is None:
        raise FilmError("unreadable")
    width, height = int(size.group(1)), int(size.group(2))
    turn = _ROTATION.search(text)
    angle = round(float(turn.group(1))) % 360 if turn else 0
    if angle in (90, 270):
        width, height = height, width
    duration = _DURATION.search(text)
    seconds = 0.0
    if duration:
        hours, minutes, rest = duration.groups()
        seconds = int(hours) * 3600 + int(minutes) * 60 + float(rest)
    pixel_format = _PIXELS.search(video.group(0))
    audio = _AUDIO.search(text)
    return Probe(
        duration_s=seconds,
        width=width,
        height=height,
        rotated=angle != 0,
        video_codec=video.group(1),
        pixel_format=pixel_format.group(1) if pixel_format else "",
        audio_codec=audio.group(1) if audio else "",
    )


def _target(width: int, height: int) -> tuple[int, int]:
    long_side, short_side = max(width, height), min(width, height)
    scale = min(1.0, LONG_SIDE / long_side, SHORT_SIDE / short_side)
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def prepare(source: Path, directory: Path, *, timeout_s: float) -> Film:
    """Write the public form of ``source`` into ``directory`` and return it.

    H.264 and AAC in MP4, at most 1280 × 720 (or upright), index first, no metadata of container
    or streams. Streams that are right already are copied. Raises FilmError.
    """
    seen = probe(source)
    if seen.duration_s > DURATION_MAX_S:
        raise FilmError("too-long")
    target = directory / "film.mp4"
    result = None
    if seen.plays_as_is:
        result = _write(source, target, ["-c", "copy"], timeout_s=timeout_s, copied=True)
    if result is None or result.returncode != 0:
        width, height = _target(seen.width, seen.height)
        options = ["-vf", f"scale={width}:{height}:flags=bicubic,setsar=1,format=yuv420p"]
        options += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", "2500k"]
        options += ["-bufsize", "5000k", "-profile:v", "high", "-fps_mode", "cfr", "-r"]
        options += ["30", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
        result = _write(source, target, options, timeout_s=timeout_s)
    if result.returncode != 0 or not target.is_file() or target.stat().st_size == 0:
        raise FilmError("unreadable")
    made = probe(target)
    if made.duration_s > DURATION_MAX_S:
        raise FilmError("too-long")
    if made.duration_s <= 0:
        raise FilmError("unreadable")
    poster = _poster(target, made)
    return Film(target, made.duration_s, made.width, made.height, poster)


def _write(source: Path, target: Path, options: list[str], *, timeout_s: float, copied=False):
    # A copied H.264 stream may carry user data (encoder, position) in its SEI units: type 6.
    clean = ["-bsf:v", "filter_units=remove_types=6"] if copied else []
    return _run(
        *("-y", "-xerror", "-threads", str(THREADS), "-i", str(source)),
        *("-map", "0:V:0", "-map", "0:a:0?", "-sn", "-dn"),
        *("-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"),
        *options,
        *clean,
        *(
            "-threads",
            str(THREADS),
            "-t",
            str(DURATION_MAX_S + 1),
            "-max_muxing_queue_size",
            "1024",
        ),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-empty_hdlr_name", "1", "-movflags", "+faststart", "-f", "mp4", str(target)),
        timeout_s=timeout_s,
    )


def _poster(path: Path, seen: Probe) -> pictures.Encoded:
    """The sharpest frame of five that is not dark; else the brightest of them."""
    best: tuple[bool, float] | None = None
    chosen: Image.Image | None = None
    for share in _POSTER_AT:
        frame = _frame(path, seen.duration_s * share)
        if frame is None:
            continue
        grey = frame.convert("L")
        grey.thumbnail((320, 320))
        luma = ImageStat.Stat(grey).mean[0]
        sharpness = ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).var[0]
        rank = (True, sharpness) if luma >= DARK_LUMA else (False, luma)
        if best is None or rank > best:
            best, chosen = rank, frame
    if chosen is None:
        raise FilmError("unreadable")
    data = pictures.encode(chosen, "image/jpeg", pictures.JPEG_QUALITY)
    return pictures.Encoded("poster", "image/jpeg", chosen.width, chosen.height, data)


def _frame(path: Path, at_s: float) -> Image.Image | None:
    result = _run(
        *("-ss", f"{at_s:.3f}", "-threads", "1", "-i", str(path), "-frames:v", "1"),
        *("-f", "image2pipe", "-c:v", "bmp", "-"),
        timeout_s=FRAME_TIMEOUT_S,
    )
    if result.returncode != 0 or not result.stdout:
        return None
    try:
        with Image.open(io.BytesIO(result.stdout), formats=["BMP"]) as image:
            return image.convert("RGB")
    except (OSError, ValueError):
        return None


def scratch_directory() -> tempfile.TemporaryDirectory[str]:
    """A directory for one conversion; gone when the ``with`` block ends."""
    return tempfile.TemporaryDirectory(prefix="sambang-film-")
