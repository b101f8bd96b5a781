"""Areas of a film that move: joined from what was seen in single pictures, and where they are at a
moment. Pure: no Django.

A track is a list of marks ``(second, left, top, width, height)`` in order of time; places are in
shares (0 to 1) of the upright film. Between two marks the area moves evenly; before the first and
after the last it is not there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cms.media.faces import Face, overlap

Mark = tuple[float, float, float, float, float]
Track = Sequence[Sequence[float]]
Rectangle = tuple[float, float, float, float]

SAME_OVERLAP = 0.2  # shared area from which on two sightings are one face
NEAR = 0.8  # else: so many sizes apart, for somebody who moves fast
ALIKE = 1.8  # and at most so many times as large
GAP_S = 1.5  # a face that looks away so long is still the same one
BENT = 0.006  # a mark that lies nearer to the straight line than this says nothing


@dataclass(frozen=True, slots=True)
class Joined:
    """One face through time: its track, and how sure the finder was at its best."""

    marks: tuple[Mark, ...]
    score: float


def area_at(track: Track, second: float) -> Rectangle | None:
    """Where ``track`` is at ``second``; None while it is not there."""
    if not track or not track[0][0] <= second <= track[-1][0]:
        return None
    after = next(number for number, mark in enumerate(track) if mark[0] >= second)
    end = track[after]
    begin = track[max(0, after - 1)]
    span = end[0] - begin[0]
    share = (second - begin[0]) / span if span > 0 else 1.0
    places = (one + (other - one) * share for one, other in zip(begin[1:], end[1:], strict=True))
    x, y, width, height = places
    return x, y, width, height


def area_between(track: Track, begin: float, end: float) -> Rectangle | None:
    """The smallest rectangle that holds ``track`` from ``begin`` to ``end`` seconds; None when it
    is not there at all. Movement is even, so ends and marks are all that counts."""
    if not track or track[-1][0] < begin or track[0][0] > end:
        return None
    moments = [max(begin, track[0][0]), min(end, track[-1][0])]
    moments += [mark[0] for mark in track if begin < mark[0] < end]
    areas = [area for moment in moments if (area := area_at(track, moment))]
    left, top = min(area[0] for area in areas), min(area[1] for area in areas)
    right = max(area[0] + area[2] for area in areas)
    bottom = max(area[1] + area[3] for area in areas)
    return left, top, right - left, bottom - top


def join(
    sightings: Iterable[tuple[float, Sequence[Face]]], *, every_s: float, ends_s: float
) -> list[Joined]:
    """Faces seen in pictures ``every_s`` apart as tracks, in the order in which they appear.

    A face is carried on by overlap, else by nearness and size; a gap of up to ``GAP_S`` (or three
    pictures) is crossed evenly. Each track reaches one picture further at both ends, as nobody
    looked in between, but not past the film's end at ``ends_s``. A face seen once is a track too.
    """
    gap_s = max(GAP_S, 3 * every_s)
    under_way: list[list[tuple[float, Face]]] = []
    over: list[list[tuple[float, Face]]] = []
    for second, found in sightings:
        over += [seen for seen in under_way if second - seen[-1][0] > gap_s]
        under_way = [seen for seen in under_way if second - seen[-1][0] <= gap_s]
        left = dict(enumerate(found))
        pairs = [
            (fit, number, key)
            for number, seen in enumerate(under_way)
            for key, face in left.items()
            if (fit := _fit(seen, second, face)) > 0
        ]
        carried: set[int] = set()
        for _fit_of_pair, number, key in sorted(pairs, key=lambda pair: -pair[0]):
            if number not in carried and key in left:
                carried.add(number)
                under_way[number].append((second, left.pop(key)))
        under_way += [[(second, face)] for face in left.values()]
    everything = sorted([*over, *under_way], key=lambda seen: seen[0][0])
    return [_joined(seen, every_s, ends_s) for seen in everything]


def _fit(seen: list[tuple[float, Face]], second: float, face: Face) -> float:
    """How well ``face`` carries ``seen`` on: above 1 by overlap, up to 1 by nearness, 0 not."""
    last = seen[-1][1]
    expected = _expected(seen, second)
    shared = max(overlap(last, face), overlap(expected, face))
    if shared >= SAME_OVERLAP:
        return 1 + shared
    larger = max(last.width, face.width) / max(min(last.width, face.width), 1e-6)
    if larger > ALIKE:
        return 0
    apart = min(_apart(last, face), _apart(expected, face))
    return max(0.0, NEAR - apart)


def _expected(seen: list[tuple[float, Face]], second: float) -> Face:
    """Where the last face would be now if it went on as before."""
    last_s, last = seen[-1]
    if len(seen) == 1:
        return last
    before_s, before = seen[-2]
    share = (second - last_s) / max(last_s - before_s, 1e-6)
    x, y = last.x + (last.x - before.x) * share, last.y + (last.y - before.y) * share
    return Face(x, y, last.width, last.height, last.score)


def _apart(one: Face, other: Face) -> float:
    """How far two middles lie from one another, in sizes of the face, whatever the film's shape."""
    across = (one.x + one.width / 2 - other.x - other.width / 2) / max(one.width, 1e-6)
    down = (one.y + one.height / 2 - other.y - other.height / 2) / max(one.height, 1e-6)
    return math.hypot(across, down)


def _joined(seen: list[tuple[float, Face]], every_s: float, ends_s: float) -> Joined:
    marks = [(second, face.x, face.y, face.width, face.height) for second, face in seen]
    first, last = marks[0], marks[-1]
    begin, end = max(0.0, first[0] - every_s), min(ends_s, last[0] + every_s)
    marks = [(begin, *first[1:]), *marks, (max(end, last[0]), *last[1:])]
    rounded = [(round(mark[0], 3), *(round(place, 4) for place in mark[1:])) for mark in marks]
    once = [
        mark
        for number, mark in enumerate(rounded)
        if not number or mark[0] > rounded[number - 1][0]
    ]
    return Joined(tuple(_plain(once)), max(face.score for _second, face in seen))


def _plain(marks: list[Mark]) -> list[Mark]:
    """``marks`` without those that a straight line between the others says as well."""
    kept = {0, len(marks) - 1}
    spans = [(0, len(marks) - 1)]
    while spans:
        begin, end = spans.pop()
        line = (marks[begin], marks[end])
        bent, worst = BENT, 0
        for number in range(begin + 1, end):
            there = area_at(line, marks[number][0])
            off = max(abs(a - b) for a, b in zip(there or (), marks[number][1:], strict=True))
            if off > bent:
                bent, worst = off, number
        if worst:
            kept.add(worst)
            spans += [(begin, worst), (worst, end)]
    return [marks[number] for number in sorted(kept)]
