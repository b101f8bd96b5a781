"""RAR and 7z archives in a picture: unpackers look for them behind anything. Pure: no Django.

Their marks are short and may stand in a photo by chance, so the header behind a mark must have the
checksum that it names: https://www.rarlab.com/technote.htm, 7zFormat.txt of the LZMA SDK.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

SEARCHED_BYTES_MAX = 64 * 1024 * 1024
# More marks than this are nobody's chance, and none of them is looked at.
MARKS_MAX = 50
_READ_BYTES = 1024 * 1024
_RAR, _SEVEN = b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"
_SEVEN_START = struct.Struct("<2xL20s")  # version, checksum of what follows
_RAR4_BLOCK = struct.Struct("<HBHH")  # checksum, type, flags, length
_RAR4_MAIN, _RAR4_MAIN_BYTES = 0x73, 13
_RAR5_HEADER_MAX = 2 * 1024 * 1024


def has_rar_or_7z(file: BinaryIO, byte_count: int) -> bool:
    """Whether an unpacker finds a RAR or a 7z in ``file``; larger ones are not searched."""
    if byte_count > SEARCHED_BYTES_MAX:
        return False
    found = []
    for place in _marks(file):
        found.append(place)
        if len(found) > MARKS_MAX:
            return True
    return any(_is_archive(file, place) for place in found)


def _marks(file: BinaryIO) -> Iterator[int]:
    """Where a mark begins."""
    file.seek(0)
    first, before = 0, b""
    while data := file.read(_READ_BYTES):
        window = before + data
        for mark in (_RAR, _SEVEN):
            at = window.find(mark)
            while at >= 0:
                yield first + at
                at = window.find(mark, at + 1)
        # Both marks are of one length: none is found twice.
        before = window[-len(_RAR) + 1 :]
        first += len(window) - len(before)


def _is_archive(file: BinaryIO, place: int) -> bool:
    file.seek(place)
    if file.read(len(_RAR)) == _SEVEN:
        return _is_7z(file.read(_SEVEN_START.size))
    version = file.read(1)
    if version == b"\x00":
        return _is_rar4(file.read(0xFFFF))
    return version == b"\x01" and file.read(1) == b"\x00" and _is_rar5(file.read(_RAR5_HEADER_MAX))


def _is_7z(start: bytes) -> bool:
    if len(start) < _SEVEN_START.size:
        return False
    checksum, facts = _SEVEN_START.unpack(start)
    return zlib.crc32(facts) == checksum


def _is_rar4(header: bytes) -> bool:
    if len(header) < _RAR4_MAIN_BYTES:
        return False
    checksum, kind, _flags, length = _RAR4_BLOCK.unpack_from(header)
    # A comment inside the header is counted in its length, not in its checksum.
    ends = {length, _RAR4_MAIN_BYTES}
    return kind == _RAR4_MAIN and any(
        zlib.crc32(header[2:end]) & 0xFFFF == checksum for end in ends
    )


def _is_rar5(header: bytes) -> bool:
    checksum, length, shift = int.from_bytes(header[:4], "little"), 0, 0
    for at, byte in enumerate(header[4:7], start=5):
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            end = at + length
            return length > 0 and end <= len(header) and zlib.crc32(header[4:end]) == checksum
    return False
