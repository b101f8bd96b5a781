"""Real files as phones and strangers send them, made with Pillow, pillow-heif and ffmpeg.

The private words in them (``SECRETS``) must be found in no file that anybody but staff gets.
"""

import io
import struct
import subprocess
import tempfile
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from cms.media.films import ffmpeg

CAMERA = "SamsungRahasia"
SERIAL = "SN-7788990011"
AUTHOR = "Aipda Nama Asli"
COMMENT = "catatan rahasia kamera"
LATITUDE = (6.0, 28.0, 57.31)
LOCATION = "-06.4826+106.8420/"
SECRETS = tuple(w.encode() for w in (CAMERA, SERIAL, AUTHOR, COMMENT, LOCATION))
METADATA_MARKS = (
    b"Exif\x00\x00",
    b"eXIf",
    b"http://ns.adobe.com/xap",
    b"Photoshop 3.0",
    b"xmpmeta",
)


def uploaded(data: bytes, name: str) -> SimpleUploadedFile:
    """``data`` as a browser sends it; the declared type is a lie on purpose."""
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """A picture with red top left, green top right, blue bottom left, detail in the middle."""
    image = Image.new(mode, (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    draw.rectangle((width - width // 4, 0, width, height // 4), fill=(20, 180, 20))
    draw.rectangle((0, height - height // 4, width // 4, height), fill=(20, 20, 220))
    for step in range(0, width // 3, 4):
        x = width // 3 + step
        draw.line((x, height // 3, x, height * 2 // 3), fill=(step % 255, 90, 255 - step % 255))
    return image


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CAMERA
    exif[ExifTags.Base.Artist] = AUTHOR
    exif[ExifTags.Base.Orientation] = orientation
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.BodySerialNumber] = SERIAL
    details[ExifTags.Base.DateTimeOriginal] = "2026:11:20 08:15:00"
    details[ExifTags.Base.OffsetTimeOriginal] = "+07:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "S"
    gps[ExifTags.GPS.GPSLatitude] = LATITUDE
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (106.0, 50.0, 31.2)
    return exif


def _xmp() -> bytes:
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><dc:creator>'
        + AUTHOR.encode()
        + b"</dc:creator></rdf:RDF></x:xmpmeta>"
    )


@cache
def jpeg_with_gps(width: int = 640, height: int = 480, orientation: int = 6) -> bytes:
    """A phone's JPEG: GPS, serial number, author, comment, XMP, to be turned upright."""
    out = io.BytesIO()
    scene(width, height).save(
        out,
        "JPEG",
        quality=90,
        exif=_exif(orientation),
        comment=COMMENT.encode(),
        xmp=_xmp(),
    )
    return out.getvalue()


@cache
def heic(width: int = 640, height: int = 480) -> bytes:
    """A HEIC with GPS and serial number."""
    out = io.BytesIO()
    image = pillow_heif.from_pillow(scene(width, height))
    image.save(out, quality=80, exif=_exif().tobytes(), xmp=_xmp())
    return out.getvalue()


@cache
def png(width: int = 640, height: int = 480, *, transparent: bool = False) -> bytes:
    """A PNG with EXIF and a text chunk; see-through at the right edge when ``transparent``."""
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    info = PngInfo()
    info.add_text("Author", AUTHOR)
    image = scene(width, height)
    if transparent:
        image = image.convert("RGBA")
        image.paste((0, 0, 0, 0), (width // 2, height // 2, width, height))
    out = io.BytesIO()
    image.save(out, "PNG", exif=_exif(), pnginfo=info)
    return out.getvalue()


@cache
def webp(width: int = 640, height: int = 480) -> bytes:
    out = io.BytesIO()
    scene(width, height).save(out, "WEBP", exif=_exif().tobytes(), xmp=_xmp())
    return out.getvalue()


@cache
def avif(width: int = 640, height: int = 480) -> bytes:
    out = io.BytesIO()
    scene(width, height).save(out, "AVIF", exif=_exif().tobytes(), xmp=_xmp(), speed=10)
    return out.getvalue()


def _film(*options: str, suffix: str, seconds: float, size: str, audio: bool = True) -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / f"film.{suffix}"
        sound = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"] if audio else []
        subprocess.run(
            [
                *(ffmpeg(), "-v", "error", "-f", "lavfi"),
                *("-i", f"testsrc2=size={size}:rate=15:duration={seconds}"),
                *sound,
                *("-metadata", f"location={LOCATION}", "-metadata", f"artist={AUTHOR}"),
                *("-metadata", f"comment={COMMENT}", "-metadata", f"make={CAMERA}"),
                *("-metadata:s:v", f"handler_name={SERIAL}"),
                *options,
                str(path),
            ],
            check=True,
            timeout=120,
        )
        return path.read_bytes()


@cache
def mp4(seconds: float = 2, size: str = "640x360", *, audio: bool = True) -> bytes:
    """A film with location, author, camera and serial number in its metadata."""
    codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    # "mdta" keys are where phones write the place.
    return _film(
        *codecs, "-movflags", "use_metadata_tags", suffix="mp4", seconds=seconds, size=size,
        audio=audio,
    )  # fmt: skip


@cache
def without_metadata(film: bytes) -> bytes:
    """The MP4 ``film`` as the preparation leaves one: the same pictures, nothing about them."""
    with tempfile.TemporaryDirectory() as directory:
        before, after = Path(directory) / "before.mp4", Path(directory) / "after.mp4"
        before.write_bytes(film)
        subprocess.run(
            [
                *(ffmpeg(), "-v", "error", "-i", str(before), "-c", "copy"),
                *("-map_metadata", "-1", "-movflags", "+faststart", str(after)),
            ],
            check=True,
            timeout=120,
        )
        return after.read_bytes()


@cache
def mov(seconds: float = 1, size: str = "1920x1080") -> bytes:
    """A larger QuickTime film with other codecs: it must be converted."""
    return _film("-c:v", "mpeg4", "-c:a", "pcm_s16le", suffix="mov", seconds=seconds, size=size)


@cache
def webm(seconds: float = 1, size: str = "320x240") -> bytes:
    return _film(
        "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus",
        suffix="webm", seconds=seconds, size=size,
    )  # fmt: skip


@cache
def threegp(seconds: float = 1, size: str = "352x288") -> bytes:
    return _film("-c:v", "h263", "-an", suffix="3gp", seconds=seconds, size=size)


def truncated_jpeg() -> bytes:
    """The first half of a photo: the network broke."""
    whole = jpeg_with_gps()
    return whole[: len(whole) // 2]


def truncated_png() -> bytes:
    whole = png()
    return whole[: len(whole) - len(whole) // 3]


def truncated_mp4() -> bytes:
    whole = mp4()
    return whole[: len(whole) // 2]


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data).to_bytes(4, "big")
    return struct.pack(">I", len(data)) + kind + data + checksum


def bomb_png(side: int = 30_000) -> bytes:
    """A few kilobytes that would become ``side`` × ``side`` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _png_chunk(b"IHDR", header)
        + _png_chunk(b"IDAT", rows)
        + _png_chunk(b"IEND", b"")
    )


def svg() -> bytes:
    return (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'
        b"<script>alert(1)</script></svg>"
    )


def html() -> bytes:
    return b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("foto.jpg", jpeg_with_gps())
    return out.getvalue()


def polyglot() -> bytes:
    """A picture that is a web page too."""
    return jpeg_with_gps() + b"<html><script>alert(document.cookie)</script></html>"


def zip_polyglot() -> bytes:
    """A picture that is an archive too."""
    return jpeg_with_gps() + archive()


def carries(data: bytes) -> list[bytes]:
    """Which private words or metadata blocks are in ``data``."""
    return [mark for mark in (*SECRETS, *METADATA_MARKS) if mark in data]
