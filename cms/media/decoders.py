"""What every door to Pillow's decoders needs: which there are, what they raise, what would cost too
much. Pure: no Django.

A few hundred bytes may ask a decoder for minutes of work without asking for many pixels: a JPEG of
a thousand scans, a HEIC of a thousand tiles on one spot. :func:`is_too_costly` finds them by their
structure; it reads headers, decodes nothing and is bounded itself.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pillow_heif
from PIL import Image

from cms.media import containers

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
PIXELS_MAX = 100_000_000
# Of bytes that are no picture. Not OSError alone: the decoders of AVIF and HEIC raise RuntimeError
# and whatever the arithmetic of damaged headers leads to. What a far storage raises is none of it.
ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    RuntimeError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
# Cameras and encoders write up to twelve scans; each goes over all pixels, however few its bytes.
SCANS_MAX = 100
SCANNED_PIXELS_MAX = 2_000_000_000
# Of a JPEG in several scans the decoder keeps everything until the last one, two bytes a sample,
# however small the picture is asked for. A photo of 50 megapixels with half the colours is 150 MB.
COEFFICIENT_BYTES_MAX = 160_000_000
SEGMENTS_MAX = 5_000
JUNK_BYTES_MAX = 64 * 1024
CHUNKS_MAX = 50_000
# Its decoder keeps the whole picture three times.
WEBP_PIXELS_MAX = 50_000_000
TILES_MAX = 4_000
TILE_PIXELS_MAX = 3 * PIXELS_MAX
META_BYTES_MAX = 4 * 1024 * 1024

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
# Pillow warns above this and raises above twice this.
Image.MAX_IMAGE_PIXELS = PIXELS_MAX

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOI, _EOI, _SOS, _TEM = 0xD8, 0xD9, 0xDA, 0x01
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Headers follow each other closely; the bits of a scan are long.
SMALL_WINDOW, LARGE_WINDOW = 4 * 1024, 256 * 1024


def is_too_costly(file: BinaryIO) -> bool:
    """Whether decoding the seekable ``file`` would take far longer than its pixels need.

    False for what it does not know or cannot follow: a decoder gives that up by itself.
    """
    file.seek(0)
    head = file.read(12)
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg_is(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png_is(file)
    if head[4:8] == b"ftyp":
        return _heif_is(file)
    return False


def _jpeg_is(file: BinaryIO) -> bool:
    scans = pixels = kept = junk = 0
    position = 2
    for _segment in range(SEGMENTS_MAX):
        found = _next_marker(file, position)
        if found is None:
            return False
        marker, start = found
        if not scans:
            # Pillow goes over it byte by byte, in Python.
            junk += start - position
            if junk > JUNK_BYTES_MAX:
                return True
        position = start + 2
        if marker == _EOI:
            return False
        if marker in (_SOI, _TEM):
            continue
        file.seek(position)
        facts = file.read(7)
        if marker in _FRAMES and len(facts) == 7:
            height, width = struct.unpack(">HH", facts[3:])
            pixels = max(pixels, width * height)
            kept = max(kept, 2 * _samples(width * height, file.read(1 + 3 * 4)))
        if marker == _SOS:
            scans += 1
            if scans > SCANS_MAX or scans * pixels > SCANNED_PIXELS_MAX:
                return True
            if scans > 1 and kept > COEFFICIENT_BYTES_MAX:
                return True
        position += int.from_bytes(facts[:2], "big")
    return True


def _samples(pixels: int, components: bytes) -> int:
    """How many numbers a picture is made of: of its components, given as in the frame's header,
    some may be coarser than the picture."""
    count = components[0] if components else 0
    factors = [(byte >> 4) * (byte & 15) for byte in components[2 : 1 + 3 * count : 3]]
    return pixels * sum(factors) // max(factors) if factors and all(factors) else 0


def _next_marker(file: BinaryIO, position: int) -> tuple[int, int] | None:
    """The next marker from ``position`` on, over a scan's bits and their restarts, and where it
    stands."""
    window = SMALL_WINDOW
    while True:
        file.seek(position)
        data = file.read(window)
        found = _MARKER.search(data)
        if found:
            return data[found.end() - 1], position + found.start()
        if len(data) < window:
            return None
        # The last byte may be the first of a marker.
        position += window - 1
        window = LARGE_WINDOW


def _png_is(file: BinaryIO) -> bool:
    position = 8
    for _chunk in range(CHUNKS_MAX):
        file.seek(position)
        header = file.read(8)
        if len(header) < 8 or header[4:] == b"IEND":
            return False
        position += 12 + int.from_bytes(header[:4], "big")
    return True


def _heif_is(file: BinaryIO) -> bool:
    """HEIC and AVIF: a picture may be put together of others, and those of others again."""
    byte_count = file.seek(0, io.SEEK_END)
    meta = next(containers.boxes(file, 0, byte_count, b"meta", [containers.BOXES_MAX]), None)
    if meta is None:
        return False
    if meta[1] - meta[0] > META_BYTES_MAX:
        return True
    file.seek(meta[0])
    data = file.read(meta[1] - meta[0])
    try:
        parts, tiles = _parts(data), _tiles(data)
    except (struct.error, IndexError):
        return False
    if sum(map(len, parts.values())) > TILES_MAX:
        return True
    known: dict[int, int] = {}

    def pixels(item: int) -> int:
        if item not in parts:
            return tiles.get(item, 0)
        if item not in known:
            known[item] = TILE_PIXELS_MAX + 1  # while it is looked at: nothing is a part of itself
            known[item] = sum(pixels(part) for part in parts[item])
        return known[item]

    try:
        return any(pixels(item) > TILE_PIXELS_MAX for item in parts)
    except RecursionError:
        return True


def _inner(data: bytes, *path: bytes, skip: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Name and contents of each box of ``data``, below the boxes called ``path``."""
    position = skip
    while position + 8 <= len(data):
        size, head = int.from_bytes(data[position : position + 4], "big"), 8
        name = data[position + 4 : position + 8]
        if size == 1:
            size, head = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        elif size == 0:
            size = len(data) - position
        if size < head:
            return
        body = data[position + head : position + size]
        if not path:
            yield name, body
        elif name == path[0]:
            yield from _inner(body, *path[1:])
        position += size


def _parts(meta: bytes) -> dict[int, list[int]]:
    """Of which items each derived picture is made, repeats and all."""
    found: dict[int, list[int]] = {}
    for name, refs in _inner(meta, skip=4):
        if name != b"iref":
            continue
        wide = refs[0] > 0
        for kind, body in _inner(refs, skip=4):
            if kind == b"dimg":
                item, count = struct.unpack_from(">LH" if wide else ">HH", body)
                form = f">{count}{'L' if wide else 'H'}"
                ids = struct.unpack_from(form, body, 6 if wide else 4)
                found.setdefault(item, []).extend(ids)
    return found


def _tiles(meta: bytes) -> dict[int, int]:
    """The pixels of each item, as its header says (a decoder holds it to that)."""
    sizes, found = [], {}
    properties = [body for name, body in _inner(meta, skip=4) if name == b"iprp"]
    for body in properties:
        for name, one in _inner(body, b"ipco"):
            width, height = struct.unpack_from(">LL", one, 4) if name == b"ispe" else (0, 0)
            sizes.append(width * height)
    for body in properties:
        for name, links in _inner(body):
            if name == b"ipma":
                found |= _linked(links, sizes)
    return found


def _linked(links: bytes, sizes: list[int]) -> dict[int, int]:
    """The largest size that the links of an ``ipma`` give each item."""
    item_form = ">LB" if links[0] else ">HB"
    is_wide = links[3] & 1
    (count,) = struct.unpack_from(">L", links, 4)
    position, found = 8, {}
    for _item in range(count):
        item, linked = struct.unpack_from(item_form, links, position)
        position += struct.calcsize(item_form)
        form = f">{linked}{'H' if is_wide else 'B'}"
        # The highest bit says that the property must be understood.
        places = [
            n & (0x7FFF if is_wide else 0x7F) for n in struct.unpack_from(form, links, position)
        ]
        position += struct.calcsize(form)
        found[item] = max((sizes[n - 1] for n in places if 0 < n <= len(sizes)), default=0)
    return found
