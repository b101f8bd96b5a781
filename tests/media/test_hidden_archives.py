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


@pytest.mark.parametrize("behind", [b"", b"\xbdcN\xd5\xe0\x9bN\x0b+", b"\x00" * 30, b"\xff" * 200])
def test_the_mark_of_an_archive_by_chance_is_none(behind):
    photo = PHOTO + b"\xe8\x1d" * 20 + END + behind

    assert inspect(io.BytesIO(photo), name="a.jpg").format.name == "JPEG"
