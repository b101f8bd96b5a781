"""Look for faces in one film and write what was seen, a line a picture. Runs alone, under limits.

``python -I sightings_child.py ROOT FILM EVERY_S OUT``. A line of OUT is JSON: the second, and
``[x, y, width, height, score]`` of each face. The last line is ``"end"``.
"""

import importlib
import json
import sys
from pathlib import Path

import av

SIDES_MAX = 640 * 360  # pixels looked at in one picture of a film


def look(root: str, film: str, every_s: float, out: str) -> None:
    """Side effect: lines appended to ``out``."""
    sys.path.insert(0, root)
    faces = importlib.import_module("cms.media.faces")
    due_s = 0.0
    with (
        av.open(film, options={"protocol_whitelist": "file"}) as container,
        Path(out).open("w", encoding="ascii") as lines,
    ):
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            second = frame.time
            if second is None or second + 0.001 < due_s:
                continue
            due_s = max(due_s, second - second % every_s) + every_s
            found = faces.find(_small(frame))
            said = [[face.x, face.y, face.width, face.height, face.score] for face in found]
            lines.write(json.dumps([round(second, 3), said]) + "\n")
            lines.flush()
        lines.write('"end"\n')


def _small(frame):
    scale = min(1.0, (SIDES_MAX / (frame.width * frame.height)) ** 0.5)
    size = [max(2, int(side * scale) // 2 * 2) for side in (frame.width, frame.height)]
    return frame.reformat(*size, format="rgb24").to_image()


if __name__ == "__main__":
    av.logging.set_level(None)
    look(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4])
