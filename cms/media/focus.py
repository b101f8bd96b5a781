"""What every crop of a photo must keep: Wagtail's focal point, said as a box. Pure: no queries.

A box is left, top, width, height in shares of the picture, 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Box = tuple[float, float, float, float]
COLUMNS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SMALLEST = 0.02  # of a side: anything smaller is a slip of the finger


def around(boxes: Sequence[Box]) -> Box | None:
    """The smallest box that holds all ``boxes``; None of none."""
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def point_at(photo, box: Sequence[float] | None) -> list[int | None]:
    """Set the focal point of ``photo`` (not saved) around ``box``, or none; the pixels, as Wagtail
    keeps them. A box that leaves the picture is moved into it. Raises ValueError for no numbers.
    """
    pixels = [None] * 4 if box is None else _pixels(box, photo.width, photo.height)
    for name, value in zip(COLUMNS, pixels, strict=True):
        setattr(photo, name, value)
    return pixels


def box_of(photo) -> Box | None:
    """Where the focal point of ``photo`` is; None when none was set."""
    if not _is_set(photo):
        return None
    width = (photo.focal_point_width or 1) / photo.width
    height = (photo.focal_point_height or 1) / photo.height
    left = photo.focal_point_x / photo.width - width / 2
    return left, photo.focal_point_y / photo.height - height / 2, width, height


def middle_of(photo) -> tuple[int, int] | None:
    """The middle of the focal point in whole per cent; None when none was set."""
    if not _is_set(photo):
        return None
    spans = ((photo.focal_point_x, photo.width), (photo.focal_point_y, photo.height))
    x, y = (min(max(round(100 * at / span), 0), 100) for at, span in spans)
    return x, y


def _is_set(photo) -> bool:
    has_point = photo.focal_point_x is not None and photo.focal_point_y is not None
    return has_point and bool(photo.width and photo.height)


def _pixels(box: Sequence[float], width: int, height: int) -> list[int]:
    x, y, w, h = (float(number) for number in box)
    if not all(math.isfinite(number) for number in (x, y, w, h)):
        raise ValueError("not a box")
    w, h = (min(max(side, SMALLEST), 1.0) for side in (w, h))
    left, top = min(max(x, 0.0), 1.0 - w), min(max(y, 0.0), 1.0 - h)
    return [
        round((left + w / 2) * width),
        round((top + h / 2) * height),
        max(1, round(w * width)),
        max(1, round(h * height)),
    ]
