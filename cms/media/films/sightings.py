"""Where faces are seen in a film, found out in a child process. Pure: no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from cms.media.faces import Face
from cms.media.films.tool import MEMORY_BYTES, FilmError, run_bounded
from cms.media.films.tracks import Joined, join

TIMEOUT_S = 13 * 60
EVERY_S = 0.25
LOOKS_MAX = 600  # a film of ten minutes is looked at once a second
SEEN_SHARE = 0.9  # of the film that must have been looked at
_CHILD = str(Path(__file__).with_name("sightings_child.py"))
_ROOT = str(Path(__file__).resolve().parents[3])


def every_s(seconds: float) -> float:
    """How far the pictures looked at are apart in a film of that length."""
    return max(EVERY_S, seconds / LOOKS_MAX)


def faces_of(
    film: Path,
    directory: Path,
    *,
    seconds: float,
    timeout_s: float = TIMEOUT_S,
    told: Callable[[float], None] = lambda share: None,
) -> list[Joined]:
    """The faces of a film of ``seconds`` as tracks; ``directory`` is scratch space.

    ``told(share)`` hears now and then how far it is, 0 to 1. Needs the optional extra of
    ``cms.media.faces``. Raises FilmError: ``unreadable``, ``too-slow``.
    """
    out = directory / "sightings.jsonl"
    apart = every_s(seconds)
    result = run_bounded(
        *(sys.executable, "-I", _CHILD, _ROOT, str(film), str(apart), str(out)),
        timeout_s=timeout_s,
        memory_bytes=MEMORY_BYTES,
        ticked=lambda: told(_last_second(out) / seconds),
    )
    lines = _lines(out)
    if result.returncode != 0 or not lines or lines[-1] != "end":
        raise FilmError("unreadable")
    seen = [(second, [Face(*face) for face in found]) for second, found in lines[:-1]]
    if not seen or seen[-1][0] + 2 * apart < seconds * SEEN_SHARE:
        raise FilmError("unreadable")
    return join(seen, every_s=apart, ends_s=seconds)


def _lines(path: Path) -> list:
    try:
        return [json.loads(line) for line in path.read_text("ascii").splitlines()]
    except (OSError, ValueError):
        return []


def _last_second(path: Path) -> float:
    """Of the last whole line; the one being written may be torn."""
    try:
        lines = path.read_text("ascii").rpartition("\n")[0].splitlines()
        last = json.loads(lines[-1]) if lines else [0.0]
    except (OSError, ValueError):
        return 0.0
    return float(last[0]) if isinstance(last, list) else 0.0
