"""What a picture looks like in 64 bits: alike pictures differ in few of them. Pure: no Django.

The perceptual hash of ImageHash (a cosine transform of the grey picture). Measured on our drawn
scenes (``tests/media/test_duplicates.py``): re-compressed and resized copies stay within 4 bits,
two different pictures never came nearer than 10.
"""

from __future__ import annotations

from collections.abc import Sequence

import imagehash
from PIL import Image, ImageStat

BANDS = 4
BAND_BITS = 16
# Copies are found up to this many bits apart, if one of the four bands is equal to the bit.
DISTANCE_MAX = 8
# Below this spread of grey (0-255) there is nothing to see: black, white, a covered lens.
SPREAD_MIN = 6.0
_SIDE = 256

Bands = tuple[int, ...]


def bands_of(picture: Image.Image) -> Bands | None:
    """The four bands of ``picture``; None for one in which there is nothing to see."""
    small = picture.convert("L")
    small.thumbnail((_SIDE, _SIDE), reducing_gap=2.0)
    if ImageStat.Stat(small).stddev[0] < SPREAD_MIN:
        return None
    bits = imagehash.phash(small).hash.flatten()
    number = int("".join("1" if bit else "0" for bit in bits), 2)
    mask = (1 << BAND_BITS) - 1
    return tuple(number >> shift & mask for shift in range(48, -1, -BAND_BITS))


def distance(one: Sequence[int], other: Sequence[int]) -> int:
    """In how many of the 64 bits two pictures differ."""
    return (number_of(one) ^ number_of(other)).bit_count()


def number_of(bands: Sequence[int]) -> int:
    """The 64 bits as one number."""
    first, second, third, last = bands
    return first << 48 | second << 32 | third << 16 | last
