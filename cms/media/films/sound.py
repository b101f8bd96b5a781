"""From any accepted recording to one that plays everywhere, as loud as the others, and says nothing
about its maker. Pure: no Django.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

from cms.media.films.probe import Sound, probe
from cms.media.films.tool import DEMUXERS, THREADS, Deadline, FilmError, run

DURATION_MAX_S = 600
LOUDNESS_LUFS = -16.0  # what podcasts are set to; EBU R 128 measures it
GAIN_MAX_DB = 20.0  # a whisper becomes audible; silence does not become a storm
PEAK = 0.84  # −1.5 dB below full: room for what encoding adds
KBPS = {1: 64, 2: 112}
_MEASURED = re.compile(rb"\{[^{}]*\"input_i\"[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished M4A (AAC) in the caller's directory."""

    path: Path
    duration_s: float


def prepare_sound(source: Path, directory: Path, *, timeout_s: float) -> Recording:
    """Write the public form of the recording ``source`` into ``directory``.

    AAC in M4A, mono or stereo, 48 kHz, even loudness, index first, no metadata and no cover
    picture. Raises FilmError.
    """
    deadline = Deadline(timeout_s)
    seen = probe(source)
    if seen.sound is None:
        raise FilmError("no-sound")
    if seen.duration_s > DURATION_MAX_S:
        raise FilmError("too-long")
    sound = seen.sound
    target = directory / "sound.m4a"
    channels = min(sound.channels, 2)
    filters = [
        "aresample=48000:async=1000:first_pts=0",
        f"aformat=channel_layouts={'mono' if channels == 1 else 'stereo'}",
    ]
    if gain := _gain_db(source, sound, filters, deadline):
        filters += [f"volume={gain:.2f}dB", f"alimiter=limit={PEAK}:level=false"]
    result = run(
        *_input(source),
        *("-map", f"0:{sound.index}", "-vn", "-sn", "-dn", "-af", ",".join(filters)),
        *("-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"),
        *("-c:a", "aac", "-b:a", f"{KBPS[channels]}k", "-t", str(DURATION_MAX_S + 1)),
        *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-empty_hdlr_name", "1"),
        *("-movflags", "+faststart", "-f", "mp4", "-brand", "M4A ", str(target)),
        timeout_s=deadline.left_s(),
    )
    if result.returncode != 0 or not target.is_file() or target.stat().st_size == 0:
        raise FilmError("unreadable")
    return Recording(target, seen.duration_s)


def _input(source: Path) -> list[str]:
    return [
        *("-y", "-threads", str(THREADS), "-max_error_rate", "0.1"),
        *("-format_whitelist", DEMUXERS, "-i", str(source)),
    ]


def _gain_db(source: Path, sound: Sound, filters: list[str], deadline: Deadline) -> float:
    """How much louder (or, negative, softer) the recording has to be; 0 for silence."""
    result = run(
        *_input(source),
        *("-map", f"0:{sound.index}", "-af", ",".join([*filters, "loudnorm=print_format=json"])),
        *("-f", "null", "-"),
        timeout_s=deadline.left_s(),
    )
    found = _MEASURED.search(result.stderr)
    if result.returncode != 0 or found is None:
        raise FilmError("unreadable")
    loudness = float(json.loads(found[0])["input_i"])
    if not math.isfinite(loudness) or loudness < -70:
        return 0.0
    return min(LOUDNESS_LUFS - loudness, GAIN_MAX_DB)
