"""What is in a film or recording, found out in a child process. Pure: no Django."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.media.films.tool import DEMUXERS, FilmError, run_bounded

TIMEOUT_S = 60
MEMORY_BYTES = 2 * 1024**3
PIXELS_MAX = 36_000_000  # 8K; more has been a mistake or an attack every time
SIDE_MIN = 16
CHANNELS_MAX = 2
AAC_RATES_MAX = 48_000
FULL_SHARE = 0.9  # of what the file itself says it holds
CLOCK_S = 0.15  # by so much honest clocks of a file differ from one another
_CHILD = str(Path(__file__).with_name("probe_child.py"))
# Numbers of ITU-T H.273; names of ffmpeg's zscale filter.
_HDR_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}
_WIDE_PRIMARIES = {9: "bt2020", 11: "smpte431", 12: "smpte432"}
_WIDE_MATRICES = {9: "bt2020nc", 10: "bt2020c"}
_UNEVEN_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Picture:
    """The moving picture of a file. ``width`` and ``height`` as displayed: upright, square pixels.

    ``starts_s`` and ``ends_s`` on the file's own clock; ``rate`` in pictures a second.
    ``transfer`` and ``primaries`` are empty for ordinary colours. ``has_hidden``: an edit list
    leaves out pictures that are in the file all the same.
    """

    index: int
    codec: str
    pixel_format: str
    width: int
    height: int
    is_turned: bool
    is_stretched: bool
    is_interlaced: bool
    transfer: str
    primaries: str
    matrix: str
    has_hidden: bool
    frame_count: int
    rate: float
    is_variable: bool
    starts_s: float
    ends_s: float
    bits_per_s: float

    @property
    def is_hdr(self) -> bool:
        return bool(self.transfer)


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of a file."""

    index: int
    codec: str
    sample_rate: int
    channels: int
    starts_s: float
    ends_s: float

    @property
    def plays_as_is(self) -> bool:
        """True when every player takes it: AAC, mono or stereo, at most 48 kHz."""
        return (
            self.codec == "aac"
            and self.channels <= CHANNELS_MAX
            and self.sample_rate <= AAC_RATES_MAX
        )


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file holds. ``duration_s`` is from its first to its last packet."""

    duration_s: float
    picture: Picture | None
    sound: Sound | None


def probe(path: Path) -> Probe:
    """Read every packet of ``path`` and decode a few pictures, in a child process.

    Raises FilmError: ``unreadable``, ``cut-short``, ``too-large``, ``too-small``, ``too-long``,
    ``too-slow``.
    """
    result = run_bounded(
        *(sys.executable, "-I", _CHILD, str(path), DEMUXERS, str(PIXELS_MAX)),
        timeout_s=TIMEOUT_S,
        memory_bytes=MEMORY_BYTES,
    )
    try:
        found = json.loads(result.stdout)
    except ValueError:
        raise FilmError("unreadable") from None  # the child crashed or ran out of memory
    if error := found.get("error"):
        raise FilmError(error)
    picture, sound = _picture(found["video"]), _sound(found["audio"])
    parts = [part for part in (picture, sound) if part]
    if not parts:
        raise FilmError("unreadable")
    duration = max(part.ends_s for part in parts) - min(part.starts_s for part in parts)
    if duration <= 0:
        raise FilmError("unreadable")
    if duration < FULL_SHARE * found["declared_s"] - CLOCK_S:
        raise FilmError("cut-short")
    return Probe(duration, picture, sound)


def _picture(facts: dict[str, Any] | None) -> Picture | None:
    if facts is None:
        return None
    if facts["width"] * facts["height"] > PIXELS_MAX:
        raise FilmError("too-large")
    if not facts["is_decodable"]:
        raise FilmError("unreadable")
    aspect = facts["aspect"] if 0.1 <= facts["aspect"] <= 10 else 1.0
    width, height = max(1, round(facts["width"] * aspect)), facts["height"]
    a, b, c, d = facts["turn"]
    if abs(b) + abs(c) > abs(a) + abs(d):
        width, height = height, width
    if min(width, height) < SIDE_MIN:
        raise FilmError("too-small")
    seconds = facts["ends_s"] - facts["starts_s"]
    return Picture(
        index=facts["index"],
        codec=facts["codec"],
        pixel_format=facts["pixel_format"],
        width=width,
        height=height,
        is_turned=facts["turn"] != [1, 0, 0, 1],
        is_stretched=abs(aspect - 1) > 0.01,
        is_interlaced=facts["is_interlaced"],
        transfer=_HDR_TRANSFERS.get(facts["transfer"], ""),
        primaries=_WIDE_PRIMARIES.get(facts["primaries"], ""),
        matrix=_WIDE_MATRICES.get(facts["matrix"], "bt709"),
        has_hidden=facts["hidden_count"] > 0,
        frame_count=facts["packet_count"],
        rate=1 / facts["gap_s"] if facts["gap_s"] > 0 else facts["rate"],
        is_variable=facts["uneven_share"] > _UNEVEN_SHARE,
        starts_s=facts["starts_s"],
        ends_s=max(facts["ends_s"], facts["starts_s"] + facts["gap_s"]),
        bits_per_s=facts["byte_count"] * 8 / seconds if seconds > 0 else 0.0,
    )


def _sound(facts: dict[str, Any] | None) -> Sound | None:
    if facts is None or not facts["packet_count"]:
        return None
    return Sound(
        index=facts["index"],
        codec=facts["codec"],
        sample_rate=facts["sample_rate"],
        channels=facts["channels"],
        starts_s=facts["starts_s"],
        ends_s=facts["ends_s"],
    )
