"""What a file is, decided by its content; its name is only checked for lies. No Django models.

:func:`inspect` looks at magic bytes, walks containers and lets Pillow read headers; nothing is
decoded at full size. What it refuses, it refuses with a sentence for the person who sent it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image

from cms.base.errors import TooLarge, UnsupportedMedia
from cms.media import archives, containers, decoders

PHOTO_BYTES_MAX = 40 * 1024 * 1024
VIDEO_BYTES_MAX = 1024 * 1024 * 1024
AUDIO_BYTES_MAX = 50 * 1024 * 1024
BYTES_MAX = {"photo": PHOTO_BYTES_MAX, "video": VIDEO_BYTES_MAX, "audio": AUDIO_BYTES_MAX}
PIXELS_MAX = decoders.PIXELS_MAX
SIDE_MIN = 16
HEAD_BYTES = 4096
EDGE_BYTES = 66_000  # a ZIP's directory ends within this many bytes of the end


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted format: ``extensions`` are what its name may end with, the first is ours."""

    name: str
    kind: str
    content_type: str
    extensions: tuple[str, ...]
    pillow: str = ""


_ISO_EXTENSIONS = ("mp4", "m4v", "mov", "qt", "3gp", "3g2")
JPEG = Format("JPEG", "photo", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "JPEG")
PNG = Format("PNG", "photo", "image/png", ("png",), "PNG")
WEBP = Format("WebP", "photo", "image/webp", ("webp",), "WEBP")
HEIC = Format("HEIC", "photo", "image/heic", ("heic", "heif", "hif"), "HEIF")
AVIF = Format("AVIF", "photo", "image/avif", ("avif",), "AVIF")
# The ISO family is one container under several names: phones mix them up freely.
MP4 = Format("MP4", "video", "video/mp4", _ISO_EXTENSIONS)
MOV = Format("MOV", "video", "video/quicktime", ("mov", *_ISO_EXTENSIONS))
THREEGP = Format("3GP", "video", "video/3gpp", ("3gp", *_ISO_EXTENSIONS))
WEBM = Format("WebM", "video", "video/webm", ("webm",))
M4A = Format("M4A", "audio", "audio/mp4", ("m4a", "m4b", "3ga", *_ISO_EXTENSIONS))
MP3 = Format("MP3", "audio", "audio/mpeg", ("mp3", "mpga"))
OGG = Format("Ogg", "audio", "audio/ogg", ("ogg", "opus", "oga"))
WEBA = Format("WebM audio", "audio", "audio/webm", ("webm", "weba"))
WAV = Format("WAV", "audio", "audio/wav", ("wav", "wave"))
AMR = Format("AMR", "audio", "audio/amr", ("amr", "awb", "3ga"))
AAC = Format("AAC", "audio", "audio/aac", ("aac",))
SOUNDS = (M4A, MP3, OGG, WEBA, WAV, AMR, AAC)
FORMATS = (JPEG, PNG, WEBP, HEIC, AVIF, MP4, MOV, THREEGP, WEBM, *SOUNDS)
_ISO_FILMS = (MP4, MOV, THREEGP)
PHOTO_EXTENSIONS = tuple(e for f in FORMATS if f.kind == "photo" for e in f.extensions)
VIDEO_EXTENSIONS = tuple(
    dict.fromkeys(e for f in FORMATS if f.kind == "video" for e in f.extensions)
)
AUDIO_EXTENSIONS = tuple(dict.fromkeys(e for f in SOUNDS for e in f.extensions))

_BY_NAME = {format_.name: format_ for format_ in FORMATS}

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_AVIF_BRANDS = {b"avif", b"avis"}
_MP4_BRANDS = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"}
_MP4_BRANDS |= {b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"mmp4", b"f4v ", b"XAVC"}
_M4A_BRANDS = {b"M4A ", b"M4B "}
_OLD_MOV_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_ACTIVE = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg ", b"<svg>", b"<iframe")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file turned out to be. Sizes in bytes and pixels (0 for what is no photo)."""

    format: Format
    byte_count: int
    width: int = 0
    height: int = 0

    @property
    def kind(self) -> str:
        return self.format.kind

    @property
    def content_type(self) -> str:
        return self.format.content_type

    @property
    def extension(self) -> str:
        return self.format.extensions[0]


def inspect(file: BinaryIO, *, name: str = "", kind: str | None = None) -> Inspected:
    """Say what the seekable ``file`` is; leaves it at its start.

    ``name`` is what the sender called it; ``kind`` ("photo", "video", "audio") narrows what is
    taken.
    Raises UnsupportedMedia or TooLarge, each reason in its own sentence.
    """
    byte_count = file.seek(0, io.SEEK_END)
    file.seek(0)
    if byte_count == 0:
        raise UnsupportedMedia(_("Berkas ini kosong. Pilih lagi berkasnya, lalu kirim ulang."))
    head = file.read(HEAD_BYTES)
    found = _format(head) or _sound_format(file, head)
    if found is None:
        raise UnsupportedMedia(_why_not(head))
    found = _without_picture(file, head, byte_count, found)
    require_kind(found, kind)
    require_size(found.kind, byte_count)
    require_honest_name(found, name)
    _check_edges(file, head, byte_count)
    if found.kind == "photo":
        width, height = _picture(file, found, byte_count)
        file.seek(0)
        return Inspected(found, byte_count, width, height)
    if found in (*_ISO_FILMS, M4A):
        _check_boxes(file, byte_count, needed=(b"moov",))
    file.seek(0)
    return Inspected(found, byte_count)


def format_named(name: str) -> Format:
    """The format that is called ``name``."""
    return _BY_NAME[name]


def declared_format(*, name: str = "", content_type: str = "") -> Format | None:
    """The format that a file claims to have, by its type or else its name; None for neither."""
    extension = name.rpartition(".")[2].lower()
    claims = (
        (found.content_type == content_type for found in FORMATS),
        (extension in found.extensions for found in FORMATS),
    )
    for claim in claims:
        for found, is_claimed in zip(FORMATS, claim, strict=True):
            if is_claimed:
                return found
    return None


def _format(head: bytes) -> Format | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else None
    if head[4:8] == b"ftyp":
        return _iso_format(head)
    if head[4:8] in _OLD_MOV_BOXES:
        return MOV
    return None


def _sound_format(file: BinaryIO, head: bytes) -> Format | None:
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return AMR
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    if head[:4] == b"OggS":
        return OGG if containers.ogg_is_sound(head) else None
    return {"mp3": MP3, "aac": AAC}.get(containers.mpeg_sound(file))


def _without_picture(file: BinaryIO, head: bytes, byte_count: int, found: Format) -> Format:
    """The audio format where a film's container holds no film."""
    if found is WEBM and containers.matroska_is_sound(file):
        return WEBA
    if found in _ISO_FILMS:
        tracks = containers.iso_handlers(file, byte_count)
        if b"soun" in tracks and (b"vide" not in tracks or head[8:12] in _M4A_BRANDS):
            return M4A
    return found


def _iso_format(head: bytes) -> Format | None:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major} | {head[i : i + 4] for i in range(16, length - 3, 4)}
    if major in _AVIF_BRANDS:
        return AVIF
    if major in _HEIC_BRANDS:
        return HEIC
    if major in {b"mif1", b"msf1"}:
        return AVIF if brands & _AVIF_BRANDS else HEIC if brands & _HEIC_BRANDS else None
    if major.startswith((b"3gp", b"3g2", b"3gr", b"3ge")):
        return THREEGP
    if major == b"qt  ":
        return MOV
    return MP4 if major in _MP4_BRANDS | _M4A_BRANDS else None


def _why_not(head: bytes) -> str:
    """The sentence for a file that is none of ours."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text[:2048] and text.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")):
        return _("Gambar SVG tidak diterima. Kirim foto JPEG, PNG, WebP, HEIC, atau AVIF.")
    if text.startswith((b"<!doctype html", b"<html", b"<script", b"<?php", b"<?xml", b"<")):
        return _("Ini halaman web, bukan foto atau video.")
    if b"%pdf-" in text[:1024]:
        return _("Ini dokumen PDF. Kirim fotonya sendiri, misalnya sebagai JPEG.")
    archives = (
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"Rar!",
        b"7z\xbc\xaf",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ",
    )
    if head.startswith(archives) or head[257:262] == b"ustar":
        return _("Ini arsip (ZIP, RAR, dan sejenisnya). Buka dulu, lalu kirim foto atau videonya.")
    if head.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        return _("Ini program, bukan foto atau video.")
    if head.startswith((b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"8BPS")):
        return _("Jenis gambar ini tidak diterima. Kirim JPEG, PNG, WebP, HEIC, atau AVIF.")
    if head.startswith((b"ID3", b"OggS", b"fLaC", b"\xff\xfb")):
        return _("Jenis rekaman suara ini tidak diterima. Kirim M4A, MP3, Ogg, WAV, atau AMR.")
    if head.startswith(b"\x1a\x45\xdf\xa3") or head[8:12] == b"AVI ":
        return _("Jenis video ini tidak diterima. Kirim MP4, MOV, WebM, atau 3GP.")
    return _("Isi berkas ini bukan foto, video, atau rekaman suara yang kami kenal.")


def require_kind(found: Format, kind: str | None) -> None:
    """Raise UnsupportedMedia when only files of another kind are taken; None takes all."""
    if not kind or found.kind == kind:
        return
    raise UnsupportedMedia(
        {
            "photo": _("Di sini hanya foto yang diterima."),
            "video": _("Di sini hanya video yang diterima."),
            "audio": _("Di sini hanya rekaman suara yang diterima."),
        }[kind]
    )


def require_size(kind: str, byte_count: int) -> None:
    """Raise TooLarge when a file of this kind may not have so many bytes."""
    limit = BYTES_MAX[kind]
    if byte_count <= limit:
        return
    numbers = {"size": f"{byte_count / 1024 / 1024:.0f}", "limit": limit // 1024 // 1024}
    words = {
        "photo": _("Foto ini %(size)s MB; paling besar %(limit)s MB. Kecilkan dulu fotonya."),
        "video": _(
            "Video ini %(size)s MB; paling besar %(limit)s MB. Potong atau kecilkan dulu videonya."
        ),
        "audio": _("Rekaman ini %(size)s MB; paling besar %(limit)s MB. Rekam lebih pendek."),
    }
    raise TooLarge(words[kind] % numbers)


def require_honest_name(found: Format, name: str) -> None:
    """Raise UnsupportedMedia when ``name`` claims another type: a lie or a mix-up, and either way
    the sender should know."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, extension = base.rpartition(".")
    extension = extension.lower()
    if not (dot and stem) or extension in found.extensions:
        return
    raise UnsupportedMedia(
        _("Nama berkas ini berakhiran .%(extension)s, padahal isinya %(format)s.")
        % {"extension": "".join(c for c in extension if c.isalnum())[:12], "format": found.name}
    )


def _check_edges(file: BinaryIO, head: bytes, byte_count: int) -> None:
    """Refuse files that are a picture and something else at once (polyglots).

    Bytes after a picture alone are no crime: phones append a short film or a depth map.
    """
    file.seek(0)
    start = file.read(EDGE_BYTES).lower()
    file.seek(max(0, byte_count - EDGE_BYTES))
    end = file.read(EDGE_BYTES)
    lowered = end.lower()
    hidden = any(mark in start or mark in lowered for mark in _ACTIVE)
    hidden = hidden or b"%pdf-" in start[:1024] or containers.has_archive(file, byte_count, end)
    if hidden or archives.has_rar_or_7z(file, byte_count):
        raise UnsupportedMedia(
            _("Di dalam berkas ini tersembunyi isi lain (halaman web, dokumen, atau arsip).")
        )


def _broken() -> UnsupportedMedia:
    return UnsupportedMedia(
        _("Berkas ini terpotong atau rusak. Coba buka di ponsel; bila utuh, kirim sekali lagi.")
    )


def _picture(file: BinaryIO, found: Format, byte_count: int) -> tuple[int, int]:
    """Width and height from the header, and proof that the file is whole."""
    limit = decoders.WEBP_PIXELS_MAX if found is WEBP else PIXELS_MAX
    if decoders.is_too_costly(file):
        raise UnsupportedMedia(
            _(
                "Foto ini disusun sangat rumit, sehingga tidak dapat diolah. Simpan ulang sebagai"
                " JPEG biasa, lalu kirim lagi."
            )
        )
    file.seek(0)
    try:
        with Image.open(file, formats=[found.pillow]) as image:
            width, height = image.size
            if width * height > limit:
                raise Image.DecompressionBombError
            if min(width, height) < SIDE_MIN:
                raise UnsupportedMedia(_("Gambar ini terlalu kecil untuk dimuat."))
            if found is JPEG:
                # The cheapest way to read every byte: decode at an eighth of the size.
                image.draft("RGB", (max(1, width // 8), max(1, height // 8)))
                image.load()
            elif found is PNG:
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge(
            _("Gambar ini terlalu banyak pikselnya; paling banyak %(limit)s megapiksel.")
            % {"limit": limit // 1_000_000}
        ) from None
    except decoders.ERRORS:
        raise _broken() from None
    if found is WEBP:
        file.seek(4)
        if int.from_bytes(file.read(4), "little") + 8 > byte_count + 1:
            raise _broken()
    if found in (HEIC, AVIF):
        _check_boxes(file, byte_count, needed=(b"meta",))
    return width, height


def _check_boxes(file: BinaryIO, byte_count: int, *, needed: tuple[bytes, ...]) -> None:
    """Walk the top-level boxes of an ISO file: each must end within the file."""
    position, seen = 0, set()
    while position + 8 <= byte_count:
        file.seek(position)
        header = file.read(16)
        size, box = int.from_bytes(header[:4], "big"), header[4:8]
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:
            size = byte_count - position
        if size < 8 or position + size > byte_count or len(seen) > 1000:
            if set(needed) <= seen and not box.isalnum():
                return  # padding after the film, as some recorders write
            raise _broken()
        seen.add(box)
        position += size
    if not set(needed) <= seen:
        raise _broken()
