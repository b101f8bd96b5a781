"""From any accepted film to ones that play everywhere and say nothing about their maker.

Pure: no Django.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cms.media import pictures
from cms.media.films import hls, plan
from cms.media.films.poster import poster_of
from cms.media.films.probe import Picture, Sound, probe
from cms.media.films.tool import DEMUXERS, THREADS, Deadline, FilmError, run

DURATION_MAX_S = 600
HLS_FROM_S = 60
WHOLE_SHARE = 0.9  # of the pictures that the file holds must come out
_FRAMES = re.compile(rb"^frame=(\d+)", re.MULTILINE)
_OUT_TIME = re.compile(rb"^out_time_us=(\d+)", re.MULTILINE)
Told = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class MadeFilm:
    """A finished MP4 of one size."""

    path: Path
    preset: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Film:
    """Everything made from one film, in the caller's directory; ``sizes`` largest first."""

    sizes: tuple[MadeFilm, ...]
    duration_s: float
    poster: pictures.Encoded
    stream: hls.Stream | None

    @property
    def largest(self) -> MadeFilm:
        return self.sizes[0]


@dataclass(frozen=True, slots=True)
class _Source:
    """The original and what was found in it."""

    path: Path
    picture: Picture
    sound: Sound | None


def prepare(
    source: Path,
    directory: Path,
    *,
    timeout_s: float,
    veil: plan.Veil | None = None,
    is_mute: bool = False,
    told: Told | None = None,
) -> Film:
    """Write the public forms of ``source`` into ``directory`` and return them.

    H.264 and AAC in MP4 at 720p, 480p and 240p (never larger than the film), index first, no
    metadata of container or streams; HLS above a minute. Streams that are right are copied.
    ``veil`` hides parts of the picture: it is given the width and height of the largest size and
    answers with an ffmpeg filter chain; then nothing is copied. ``is_mute`` leaves the sound out.
    ``told(share)`` hears now and then how much is encoded, 0 to 1; what it raises ends the work.
    Raises FilmError.
    """
    deadline = Deadline(timeout_s)
    seen = probe(source)
    if seen.picture is None:
        raise FilmError("no-picture")
    if seen.duration_s > DURATION_MAX_S:
        raise FilmError("too-long")
    whole = _Source(source, seen.picture, None if is_mute else seen.sound)
    sizes = plan.rungs(seen.picture)
    made: list[MadeFilm] = []
    if veil is None and plan.picture_plays_as_is(seen.picture):
        made = _copied(whole, sizes[0], directory, deadline)
    left = sizes[len(made) :]
    if left:
        made += _encoded(whole, left, directory, deadline, veil, told)
    poster = poster_of(made[0].path, seen.duration_s, directory, deadline)
    stream = None
    if seen.duration_s > HLS_FROM_S:
        films = [(film.path, film.preset, film.width, film.height) for film in made]
        stream = hls.stream_of(films, directory, deadline)
    return Film(tuple(made), seen.duration_s, poster, stream)


def _copied(
    source: _Source, size: plan.Rung, directory: Path, deadline: Deadline
) -> list[MadeFilm]:
    """The largest size with its picture copied; an empty list when that fails."""
    film = MadeFilm(directory / f"film-{size.preset}.mp4", size.preset, size.width, size.height)
    result = run(
        *_input(source.path),
        *("-map", f"0:{source.picture.index}", "-c:v", "copy"),
        *_sound(source.sound, size),
        *_clean(film.path),
        timeout_s=deadline.left_s(),
    )
    return [film] if _is_whole(result, film.path, source.picture.frame_count) else []


def _encoded(
    source: _Source,
    sizes: list[plan.Rung],
    directory: Path,
    deadline: Deadline,
    veil: plan.Veil | None,
    told: Told | None,
) -> list[MadeFilm]:
    """``sizes`` from one decoding. Raises FilmError."""
    per_s = plan.rate(source.picture)
    progress = directory / "progress"
    arguments = [*_input(source.path), "-filter_complex", plan.graph(source.picture, sizes, veil)]
    arguments += ["-progress", str(progress)] if told else []
    films = []
    for number, size in enumerate(sizes):
        path = directory / f"film-{size.preset}.mp4"
        films.append(MadeFilm(path, size.preset, size.width, size.height))
        arguments += [
            *("-map", f"[v{number}]", "-fps_mode", "passthrough"),
            *_picture(size, per_s, source.picture),
            *_sound(source.sound, size),
            *_clean(path),
        ]
    seconds = source.picture.ends_s - source.picture.starts_s
    ticked = (lambda: told(_encoded_share(progress, seconds))) if told else None
    result = run(*arguments, timeout_s=deadline.left_s(), ticked=ticked)
    if told:
        result.stdout = progress.read_bytes() if progress.is_file() else b""
    expected = seconds * per_s
    if not _is_whole(result, films[0].path, expected):
        raise FilmError("unreadable")
    return films


def _encoded_share(progress: Path, seconds: float) -> float:
    """How much of the film ffmpeg has written of by now, 0 to 1."""
    moments = _OUT_TIME.findall(progress.read_bytes()) if progress.is_file() else []
    return min(1.0, int(moments[-1]) / 1_000_000 / seconds) if moments and seconds > 0 else 0.0


def _input(source: Path) -> list[str]:
    return [
        *("-y", "-progress", "pipe:1", "-threads", str(THREADS)),
        *("-max_error_rate", "0.1", "-format_whitelist", DEMUXERS, "-i", str(source)),
    ]


def _picture(size: plan.Rung, per_s: float, picture: Picture) -> list[str]:
    # Every size has its key frames at the same moments, so that a player may change between them.
    distance = str(max(1, round(per_s * plan.KEYFRAME_S)))
    options = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"]
    options += ["-crf", str(size.crf), "-maxrate", f"{size.video_kbps}k"]
    options += ["-bufsize", f"{size.video_kbps * 2}k", "-g", distance, "-keyint_min", distance]
    options += ["-sc_threshold", "0", "-threads", str(THREADS)]
    if picture.is_hdr or picture.primaries:
        options += ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]
    return options


def _sound(sound: Sound | None, size: plan.Rung) -> list[str]:
    if sound is None:
        return ["-an"]
    chosen = ["-map", f"0:{sound.index}"]
    if sound.plays_as_is:
        return [*chosen, "-c:a", "copy"]
    return [
        *chosen,
        # Gaps are filled and a late beginning is silence: the clock of the picture holds.
        *("-af", "aresample=48000:async=1000:first_pts=0", "-c:a", "aac"),
        *("-ac", str(min(sound.channels, 2)), "-b:a", f"{size.audio_kbps}k"),
    ]


def _clean(target: Path) -> list[str]:
    """Nothing but picture and sound: the last options of every output."""
    return [
        *("-sn", "-dn", "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"),
        # Units of type 6 (SEI) carry user data: the encoder's options, a phone's position.
        *("-bsf:v", "filter_units=remove_types=6"),
        *("-t", str(DURATION_MAX_S + 1), "-max_muxing_queue_size", "1024"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-write_tmcd", "0", "-empty_hdlr_name", "1"),
        *("-movflags", "+faststart", "-f", "mp4", str(target)),
    ]


def _is_whole(
    result: subprocess.CompletedProcess[bytes], target: Path, frames_expected: float
) -> bool:
    counted = _FRAMES.findall(result.stdout)
    frames = int(counted[-1]) if counted else 0
    return (
        result.returncode == 0
        and target.is_file()
        and frames >= max(1.0, frames_expected * WHOLE_SHARE - 2)
    )
