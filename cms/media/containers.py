"""A look into containers: is there a picture in it, or only sound? Pure: no Django.

Every reader is bounded: a file that nests or repeats without end is given up, never followed.
"""

from __future__ import annotations

import re
import struct
from typing import BinaryIO

BOXES_MAX = 2000
MATROSKA_HEAD_BYTES = 66_000
_CLUSTER = b"\x1f\x43\xb6\x75"
_VIDEO_CODEC = re.compile(rb"\x86[\x81-\xff]V_[A-Z0-9]{2}")
_AUDIO_CODEC = re.compile(rb"\x86[\x81-\xff]A_[A-Z0-9]{2}")
_MP3_KBPS = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2 and 2.5
)
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_ID3_HEADER = 10
_ZIP_END, _ZIP_ENTRY, _ZIP64_END = b"PK\x05\x06", b"PK\x01\x02", b"PK\x06\x07"
_ZIP_FACTS = struct.Struct("<4x4H2L")  # of the end: disks, entries, length and place of the entries
_ZIP64_END_BYTES = 20


def iso_handlers(file: BinaryIO, byte_count: int) -> set[bytes]:
    """The kinds of track (``vide``, ``soun``…) of an ISO or QuickTime file."""
    found: set[bytes] = set()
    left = [BOXES_MAX]
    for moov in boxes(file, 0, byte_count, b"moov", left):
        for trak in boxes(file, *moov, b"trak", left):
            for mdia in boxes(file, *trak, b"mdia", left):
                for start, end in boxes(file, *mdia, b"hdlr", left):
                    file.seek(start + 8)
                    found.add(file.read(min(4, max(0, end - start - 8))))
    return found


def boxes(file: BinaryIO, start: int, end: int, wanted: bytes, left: list[int]):
    """(start, end) of the contents of each box called ``wanted`` between two places."""
    while start + 8 <= end and left[0] > 0:
        left[0] -= 1
        file.seek(start)
        header = file.read(16)
        size, name, head = int.from_bytes(header[:4], "big"), header[4:8], 8
        if size == 1:
            size, head = int.from_bytes(header[8:16], "big"), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        if name == wanted:
            yield start + head, start + size
        start += size


def matroska_is_sound(file: BinaryIO) -> bool:
    """Whether the tracks named before the first cluster are sound alone."""
    file.seek(0)
    head = file.read(MATROSKA_HEAD_BYTES).partition(_CLUSTER)[0]
    return bool(_AUDIO_CODEC.search(head)) and not _VIDEO_CODEC.search(head)


def ogg_is_sound(head: bytes) -> bool:
    """Whether the first page of an Ogg file begins Opus, Vorbis, Speex or FLAC."""
    first = 27 + head[26] if len(head) > 27 else 0
    starts = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
    return head[first:].startswith(starts) and b"\x80theora" not in head


def mpeg_sound(file: BinaryIO) -> str:
    """``mp3`` or ``aac`` when frames of one follow each other at the beginning, else nothing."""
    file.seek(0)
    head = file.read(_ID3_HEADER)
    start = 0
    if head[:3] == b"ID3" and len(head) == _ID3_HEADER:
        size = 0
        for byte in head[6:10]:
            size = size << 7 | byte & 0x7F
        start = _ID3_HEADER + size
    for name, length_of in (("mp3", _mp3_length), ("aac", _adts_length)):
        if _two_frames(file, start, length_of):
            return name
    return ""


def _two_frames(file: BinaryIO, start: int, length_of) -> bool:
    file.seek(start)
    length = length_of(file.read(7))
    if not length:
        return False
    file.seek(start + length)
    return bool(length_of(file.read(7)))


def _mp3_length(header: bytes) -> int:
    """Bytes of the layer III frame that begins so; 0 for anything else."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate_index, kbps_index = header[1] >> 3 & 3, header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or rate_index == 3 or kbps_index in (0, 15):
        return 0
    is_first = version == 3
    rate = _MP3_RATES[version][rate_index]
    kbps = _MP3_KBPS[0 if is_first else 1][kbps_index]
    return (144 if is_first else 72) * kbps * 1000 // rate + (header[2] >> 1 & 1)


def _adts_length(header: bytes) -> int:
    """Bytes of the ADTS frame that begins so; 0 for anything else."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length > 7 else 0


def has_archive(file: BinaryIO, byte_count: int, end: bytes) -> bool:
    """Whether what unpacks archives finds a ZIP in a file that ends with the bytes ``end``.

    The mark of a ZIP's end stands in many a photo by chance; a ZIP's entries lie where it says.
    """
    first = byte_count - len(end)
    at = end.find(_ZIP_END)
    while at >= 0:
        if end.startswith(_ZIP64_END, max(0, at - _ZIP64_END_BYTES)):
            return True
        if at + _ZIP_FACTS.size <= len(end):
            *_counts, length, place = _ZIP_FACTS.unpack_from(end, at)
            # Before the end itself, or counted from the start of the file.
            if any(_is_entry(file, start) for start in (first + at - length, place)):
                return True
        at = end.find(_ZIP_END, at + 1)
    return False


def _is_entry(file: BinaryIO, start: int) -> bool:
    if start < 0:
        return False
    file.seek(start)
    return file.read(len(_ZIP_ENTRY)) == _ZIP_ENTRY
