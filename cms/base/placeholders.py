"""Twelve colours that stand where a picture will be: 32 letters in the page, no request, no script.

A grid of 4 × 3 cells, each two bytes of RGB 5-6-5, as URL-safe Base64. Pure: no Django.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

COLUMNS, ROWS = 4, 3
LETTERS = COLUMNS * ROWS * 2 * 4 // 3


def encode(pixels: Sequence[tuple[int, int, int]]) -> str:
    """Write ``pixels`` (row by row, 0 to 255 a channel) as a placeholder."""
    packed = ((r >> 3) << 11 | (g >> 2) << 5 | b >> 3 for r, g, b in pixels)
    return base64.urlsafe_b64encode(b"".join(n.to_bytes(2, "big") for n in packed)).decode()


def colours(text: str) -> list[str]:
    """The colours of a placeholder as ``#rrggbb``, row by row; none when it is not one."""
    if len(text) != LETTERS:
        return []
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return []
    numbers = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    return [_hex(number >> 11, number >> 5 & 63, number & 31) for number in numbers]


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red * 255 // 31:02x}{green * 255 // 63:02x}{blue * 255 // 31:02x}"
