"""Hiding parts of a film so that they cannot be brought back: a mask over it, and coarse averages
under the mask. Pure: no Django. See docs/adr/0012.

The mask is ours: pictures of one bit, a quarter of the film's size, ten a second, each with every
place that an area touches around that moment. Under it lies the whole picture averaged to cells
so large that no area has more than eight along its longer side, blurred, and changed only once a
second: many slightly shifted averages of a moving face would give its features away.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from cms.media.films.plan import Veil
from cms.media.films.tracks import Track, area_between

MASK_RATE = 10
MASK_SCALE = 4
CELLS = 7  # of an area's longer side; cut by the grid, at most eight
CELL_MIN = 8  # pixels
HOLD_S = 1  # so long the averages stay the same
EDGE_S = 0.5  # an area that begins or ends so near to the film's ends reaches them
BEYOND_S = 5


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not be seen: areas that move, or the whole picture."""

    tracks: Sequence[Track] = ()
    is_whole: bool = False

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.tracks)


def veil(hidden: Hidden, *, seconds: float, directory: Path) -> Veil:
    """What ``films.prepare`` needs to hide ``hidden`` in a film of ``seconds``.

    Side effect, when it is used: a file with the mask in ``directory``.
    """
    tracks = [_to_the_ends(track, seconds) for track in hidden.tracks]

    def filters(width: int, height: int) -> str:
        mask = directory / "mask.raw"
        size = (math.ceil(width / MASK_SCALE), math.ceil(height / MASK_SCALE))
        _write_mask(mask, size, tracks, is_whole=hidden.is_whole)
        cell = _cell(tracks, width, height, is_whole=hidden.is_whole)
        cells = f"{max(1, round(width / cell))}:{max(1, round(height / cell))}"
        options = f"pixel_format=monob:video_size={size[0]}x{size[1]}:framerate={MASK_RATE}"
        return (
            "split[seen][coarse];"
            f"[coarse]select='isnan(prev_selected_t)+gte(t-prev_selected_t,{HOLD_S})',"
            f"scale={cells}:flags=area,scale={width}:{height}:flags=neighbor,"
            f"gblur=sigma={cell / 3:.1f},"
            f"tpad=stop_mode=clone:stop_duration={HOLD_S + 1},"
            f"fps=fps={MASK_RATE}:start_time=0[averages];"
            f"movie=filename={_escaped(str(mask))}:format_name=rawvideo"
            f":format_opts={_escaped(options)},"
            f"format=gray,scale={width}:{height}:flags=neighbor[mask];"
            "[averages][mask]alphamerge[veil];"
            "[seen][veil]overlay=shortest=1:format=yuv420"
        )

    return filters


def _to_the_ends(track: Track, seconds: float) -> Track:
    """Clocks differ by a picture or two: an area at an end of the film hides all of that end."""
    marks = [tuple(mark) for mark in track]
    if marks[0][0] <= EDGE_S:
        marks.insert(0, (-1.0, *marks[0][1:]))
    if marks[-1][0] >= seconds - EDGE_S:
        marks.append((seconds + BEYOND_S, *marks[-1][1:]))
    return marks


def _cell(tracks: Sequence[Track], width: int, height: int, *, is_whole: bool) -> float:
    """The side of a cell in pixels, for the largest area there is."""
    longest = max(width, height) if is_whole else 0.0
    for track in tracks:
        for _second, _x, _y, wide, high in track:
            longest = max(longest, wide * width, high * height)
    return max(CELL_MIN, longest / CELLS)


def _write_mask(
    path: Path, size: tuple[int, int], tracks: Sequence[Track], *, is_whole: bool
) -> None:
    """One picture for each tenth of a second until nothing is hidden any more; ffmpeg repeats the
    last one."""
    with path.open("wb") as file:
        if is_whole:
            file.write(Image.new("1", size, 1).tobytes())
            return
        last_s = max((track[-1][0] for track in tracks), default=0.0)
        for number in range(math.ceil((last_s + 1) * MASK_RATE)):
            picture = Image.new("1", size, 0)
            pen = ImageDraw.Draw(picture)
            # A little more at both sides: which picture is shown when is rounded in places.
            begin, end = (number - 1) / MASK_RATE, (number + 2) / MASK_RATE
            for track in tracks:
                if area := area_between(track, begin, end):
                    pen.rectangle(_pixels(area, size), fill=1)
            file.write(picture.tobytes())


def _pixels(
    area: tuple[float, float, float, float], size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """The mask's pixels that ``area`` touches: left, top, right, bottom, all inclusive."""
    x, y, wide, high = area
    width, height = size
    return (
        math.floor(x * width),
        math.floor(y * height),
        math.ceil((x + wide) * width),
        math.ceil((y + high) * height),
    )


def _escaped(value: str) -> str:
    """``value`` as the value of an option inside a filter graph, which unescapes twice."""
    once = re.sub(r"([\\':])", r"\\\1", value)
    return re.sub(r"([\\'\[\],;])", r"\\\1", once)
