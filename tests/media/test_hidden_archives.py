"""A photo that is an archive too is refused; one whose bytes only look so by chance is not."""

import io
import zipfile

import pytest

from cms.base.errors import UnsupportedMedia
from cms.media.content_type import inspect
from tests import files

PHOTO = files.jpeg_with_gps()
END = b"PK\x05\x06"


def archive(*, comment: bytes = b"", before: bytes = b"") -> bytes:
    """A ZIP of one file behind ``before``."""
    out = io.BytesIO(before)
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("isi.txt", "rahasia")
        file.comment = comment
    return out.getvalue()


def zip64() -> bytes:
    """The end of an archive that is too large for the old one."""
    return b"PK\x06\x07" + bytes(16) + END + b"\xff" * 18


@pytest.mark.parametrize(
    "bytes_",
    [
        PHOTO + archive(),
        archive(before=PHOTO),
        PHOTO + archive(comment=b"halo" * 50),
        PHOTO + archive() + b"sampah" * 100,
        archive(before=PHOTO + END + b"x" * 40),
        PHOTO + zip64(),
    ],
    ids=["appended", "offsets of the file", "comment", "junk behind", "a mark by chance too", "64"],
)
def test_an_archive_behind_a_photo_is_refused(bytes_):
    assert zipfile.is_zipfile(io.BytesIO(bytes_)) or END in bytes_
    with pytest.raises(UnsupportedMedia, match="tersembunyi"):
        inspect(io.BytesIO(bytes_), name="a.jpg")


# As the programs write them: the header of an archive, with the checksum that it names.
RAR4 = bytes.fromhex("526172211a0700cf907300000d00000000000000")
RAR5 = bytes.fromhex("526172211a0701003392b5e50a01050600050101808000")
SEVEN = bytes.fromhex("377abcaf271c00048d9bd50f") + bytes(20)


@pytest.mark.parametrize("packed", [RAR4, RAR5, SEVEN], ids=["rar 4", "rar 5", "7z"])
@pytest.mark.parametrize("between", [b"", bytes(1024 * 1024 - 3 - len(PHOTO)), b"Rar!\x1a\x07" * 9])
def test_a_rar_or_7z_behind_a_photo_is_refused(packed, between):
    with pytest.raises(UnsupportedMedia, match="tersembunyi"):
        inspect(io.BytesIO(PHOTO + between + packed + b"isi" * 99), name="a.jpg")


@pytest.mark.parametrize("packed", [RAR4, RAR5, SEVEN], ids=["rar 4", "rar 5", "7z"])
def test_the_mark_of_a_rar_or_7z_by_chance_is_none(packed):
    for cut in (6, 8, len(packed) - 1):
        inspect(io.BytesIO(PHOTO + packed[:cut] + b"\xa5" * 60), name="a.jpg")


def test_a_photo_full_of_marks_takes_no_time():
    with pytest.raises(UnsupportedMedia, match="tersembunyi"):
        inspect(io.BytesIO(PHOTO + SEVEN[:6] * 1_000_000), name="a.jpg")


@pytest.mark.parametrize("behind", [b"", b"\xbdcN\xd5\xe0\x9bN\x0b+", b"\x00" * 30, b"\xff" * 200])
def test_the_mark_of_an_archive_by_chance_is_none(behind):
    photo = PHOTO + b"\xe8\x1d" * 20 + END + behind

    assert inspect(io.BytesIO(photo), name="a.jpg").format.name == "JPEG"
