"""What to make of a film: which sizes, copied or encoded, through which filters. Pure decisions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from cms.media.films.probe import Picture

RATE_MAX = 30
KEYFRAME_S = 2
COPY_BITS_MAX = 4_000_000  # heavier than this is not "right already" for a phone on 3G
NEAR = 0.87  # a rung that is nearly the one above it is not worth its bytes
_USUAL_RATES = (15.0, 23.976, 24.0, 25.0, 29.97, 30.0)
# Dull highlights rather than burnt faces: Hable's curve, at the brightness of a phone's screen.
_TONEMAP = "tonemap=tonemap=hable:desat=0:peak=10"

# A filter chain, for a picture of this width and height, that hides what must not be seen.
Veil = Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class Rung:
    """One size of a film: even ``width`` × ``height``, quality and the most it may weigh."""

    width: int
    height: int
    crf: int
    video_kbps: int
    audio_kbps: int

    @property
    def preset(self) -> str:
        return f"{min(self.width, self.height)}p"


# (short side, long side, quality, most kbit/s of picture, kbit/s of sound)
_LADDER = (
    (720, 1280, 23, 2500, 128),
    (480, 856, 24, 1200, 96),
    (240, 428, 26, 400, 64),
)


def rungs(picture: Picture) -> list[Rung]:
    """The sizes to make, largest first: never larger than the picture, each clearly smaller."""
    made: list[Rung] = []
    for short, long, crf, video_kbps, audio_kbps in _LADDER:
        shown = sorted((picture.width, picture.height))
        scale = min(1.0, short / shown[0], long / shown[1])
        width, height = (max(2, int(side * scale) // 2 * 2) for side in _sides(picture))
        if made and min(width, height) > NEAR * min(made[-1].width, made[-1].height):
            continue
        made.append(Rung(width, height, crf, video_kbps, audio_kbps))
    return made


def _sides(picture: Picture) -> tuple[int, int]:
    return picture.width, picture.height


def picture_plays_as_is(picture: Picture) -> bool:
    """Whether the picture can be copied: H.264 4:2:0, small, light, upright, nothing hidden."""
    top = rungs(picture)[0]
    return (
        picture.codec == "h264"
        and picture.pixel_format in {"yuv420p", "yuvj420p"}
        and (top.width, top.height) == _sides(picture)
        and picture.bits_per_s <= COPY_BITS_MAX
        and not (
            picture.is_turned
            or picture.is_stretched
            or picture.is_interlaced
            or picture.is_hdr
            or picture.primaries
            or picture.has_hidden
        )
    )


def rate(picture: Picture) -> float:
    """Pictures a second of what is made: the film's own where it is even, at most 30."""
    if picture.is_variable or picture.rate <= 0:
        return RATE_MAX
    divided = picture.rate / math.ceil(picture.rate / (RATE_MAX * 1.01))
    usual = min(_USUAL_RATES, key=lambda one: abs(one - divided))
    return usual if abs(divided - usual) < usual * 0.01 else round(max(1.0, divided), 3)


def graph(picture: Picture, sizes: list[Rung], veil: Veil | None) -> str:
    """The filter graph that makes ``sizes`` out of one decoding: outputs ``[v0]``, ``[v1]``…

    The picture is upright when it arrives (ffmpeg turns it by the display matrix).
    """
    top = sizes[0]
    chain = ["bwdif=mode=send_frame"] if picture.is_interlaced else []
    # From the file's own beginning, so that a picture that comes late still fits its sound.
    chain.append(f"fps=fps={rate(picture)}:start_time=0")
    chain.append(f"scale={top.width}:{top.height}:flags=bicubic:out_range=tv,setsar=1")
    chain += _colours(picture)
    chain.append("format=yuv420p")
    if veil:
        chain += [veil(top.width, top.height), "format=yuv420p"]
    names = [f"[s{number}]" for number in range(len(sizes))]
    parts = [f"[0:{picture.index}]{','.join(chain)},split={len(sizes)}{''.join(names)}"]
    for number, size in enumerate(sizes):
        scaled = f"scale={size.width}:{size.height}:flags=bicubic,setsar=1" if number else "null"
        parts.append(f"{names[number]}{scaled}[v{number}]")
    return ";".join(parts)


def _colours(picture: Picture) -> list[str]:
    """HDR and wide colours to what every screen shows (BT.709)."""
    if not (picture.is_hdr or picture.primaries):
        return []
    matrix = "bt2020nc" if picture.is_hdr else picture.matrix
    source = f"tin={picture.transfer or 'bt709'}:min={matrix}:rin=tv"
    source += f":pin={picture.primaries or 'bt2020'}"
    if not picture.is_hdr:
        return [f"zscale={source}:p=bt709:t=bt709:m=bt709:r=tv"]
    return [
        f"zscale={source}:t=linear:npl=100",
        "format=gbrpf32le",
        "zscale=p=bt709",
        _TONEMAP,
        "zscale=t=bt709:m=bt709:r=tv",
    ]
