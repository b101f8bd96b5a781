"""Photos as cameras, editors and strangers write them. Every one carries ``SECRETS`` somewhere."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pillow_heif
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests import files
from tests.media.films import clips

GPS_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="6,28.96S" '
    b'dc:creator="' + files.AUTHOR.encode() + b'"/></rdf:RDF></x:xmpmeta>'
)
MAKER_NOTE = b"SamsungRahasia\x00" + files.SERIAL.encode() + files.LOCATION.encode()


def _saved(image: Image.Image, format_: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def _jpeg(image: Image.Image | None = None, **options) -> bytes:
    options = {"quality": 80, "exif": files._exif(1), "comment": files.COMMENT.encode()} | options
    return _saved(image or files.scene(320, 240), "JPEG", **options)


def jpeg_segment(data: bytes, marker: int, payload: bytes) -> bytes:
    """``data`` with one more segment right after its start."""
    segment = bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload
    return data[:2] + segment + data[2:]


def maker_notes() -> bytes:
    exif = files._exif(1)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = MAKER_NOTE
    return _jpeg(exif=exif)


def embedded_thumbnail() -> bytes:
    """EXIF whose second directory holds a small JPEG of its own, as every phone writes it."""
    inner = _saved(files.scene(160, 120), "JPEG", comment=files.COMMENT.encode())
    tags = struct.pack("<H", 2)
    tags += struct.pack("<HHII", 0x0201, 4, 1, 8 + 2 + 4 + 2 + 24 + 4)
    tags += struct.pack("<HHII", 0x0202, 4, 1, len(inner))
    head = b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 0) + struct.pack("<I", 14)
    exif = head + tags + struct.pack("<I", 0) + bytes(4) + inner
    return jpeg_segment(_jpeg(exif=b""), 0xE1, b"Exif\x00\x00" + exif)


def huge_exif() -> bytes:
    exif = files._exif(1)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = (files.AUTHOR * 3500).encode()[
        :60000
    ]
    return _jpeg(exif=exif)


def nonsense_exif() -> bytes:
    """A directory that points everywhere, itself included."""
    loop = (
        b"II*\x00\x08\x00\x00\x00\xff\xff"
        + b"\x0f\x01\x02\x00\xff\xff\xff\x7f\x08\x00\x00\x00" * 40
    )
    data = jpeg_segment(_jpeg(exif=b""), 0xE1, b"Exif\x00\x00" + loop)
    return jpeg_segment(data, 0xFE, files.COMMENT.encode())


def iptc() -> bytes:
    record = b"\x1c\x02\x50" + struct.pack(">H", len(files.AUTHOR)) + files.AUTHOR.encode()
    block = (
        b"8BIM\x04\x04\x00\x00"
        + struct.pack(">I", len(record))
        + record
        + b"\x00" * (len(record) % 2)
    )
    return jpeg_segment(_jpeg(exif=b""), 0xED, b"Photoshop 3.0\x00" + block)


def motion_photo() -> bytes:
    """A phone's JPEG with a short film, place and all, behind the picture."""
    return _jpeg(xmp=GPS_XMP) + files.mp4(0.5, "64x64", audio=False)


def gain_map() -> bytes:
    """An HDR picture: its gain map is a second JPEG behind the first."""
    grey = files.scene(160, 120).convert("L")
    return _saved(
        files.scene(320, 240), "MPO", save_all=True, append_images=[grey],
        exif=files._exif(1).tobytes(),
    )  # fmt: skip


def broken_gain_map() -> bytes:
    """The same with a directory of zeroes."""
    second = _jpeg(files.scene(160, 120).convert("L"))
    return jpeg_segment(_jpeg(), 0xE2, b"MPF\x00" + bytes(40)) + second


def odd_profile() -> bytes:
    """A profile for other colours whose description names the maker of the picture."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return _jpeg(icc_profile=lab + files.AUTHOR.encode())


def broken_profile() -> bytes:
    return _jpeg(icc_profile=files.AUTHOR.encode() * 20)


def cmyk() -> bytes:
    return _jpeg(files.scene(320, 240).convert("CMYK"))


def png16() -> bytes:
    info = PngInfo()
    info.add_text("Comment", files.COMMENT)
    info.add_itxt("XML:com.adobe.xmp", GPS_XMP.decode())
    return _saved(Image.new("I;16", (320, 240), 30_000), "PNG", pnginfo=info, exif=files._exif())


def png_text() -> bytes:
    info = PngInfo()
    info.add_text("Author", files.AUTHOR, zip=True)
    info.add_text("Comment", files.COMMENT)
    return _saved(files.scene(320, 240), "PNG", pnginfo=info, exif=files._exif())


def png_palette() -> bytes:
    info = PngInfo()
    info.add_text("Comment", files.COMMENT)
    image = files.scene(320, 240).convert("P")
    return _saved(image, "PNG", pnginfo=info, transparency=0)


def png_text_bomb() -> bytes:
    """A text chunk of a few kilobytes that would become 60 MB."""
    bomb = files._png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(60_000_000), 9))
    data = png_text()
    return data[:33] + bomb + data[33:]


def animated_png() -> bytes:
    frames = [files.scene(320, 240).rotate(90 * n) for n in range(3)]
    info = PngInfo()
    info.add_text("Comment", files.COMMENT)
    return _saved(frames[0], "PNG", save_all=True, append_images=frames[1:], pnginfo=info)


def animated_webp() -> bytes:
    frames = [files.scene(320, 240).rotate(90 * n) for n in range(3)]
    return _saved(
        frames[0], "WEBP", save_all=True, append_images=frames[1:], xmp=GPS_XMP,
        exif=files._exif().tobytes(),
    )  # fmt: skip


def webp_transparent() -> bytes:
    image = files.scene(320, 240).convert("RGBA")
    return _saved(image, "WEBP", lossless=True, method=0, xmp=GPS_XMP)


def animated_avif() -> bytes:
    frames = [files.scene(160, 120).rotate(90 * n) for n in range(2)]
    return _saved(
        frames[0], "AVIF", save_all=True, append_images=frames[1:], speed=10,
        exif=files._exif().tobytes(),
    )  # fmt: skip


def heic_two() -> bytes:
    """Two pictures in one file; only the first is the photo."""
    heif = pillow_heif.from_pillow(files.scene(320, 240))
    heif.add_from_pillow(files.scene(160, 120))
    out = io.BytesIO()
    heif.save(out, quality=70, exif=files._exif().tobytes(), xmp=GPS_XMP)
    return out.getvalue()


def many_scans(side: int, count: int) -> bytes:
    """A progressive JPEG whose last scan stands there ``count`` times more: few bytes, and each is
    another walk over all pixels."""
    out = _saved(Image.new("L", (side, side), 128), "JPEG", progressive=True)
    last = out.rindex(b"\xff\xda")
    return out[:-2] + out[last:-2] * count + out[-2:]


def large_in_scans(side: int, subsampling: str) -> bytes:
    """The head of a progressive JPEG of ``side`` by ``side``, with the scans of a small one."""
    out = bytearray(_saved(files.scene(64, 64), "JPEG", progressive=True, subsampling=subsampling))
    at = out.index(b"\xff\xc2") + 5
    struct.pack_into(">HH", out, at, side, side)
    return bytes(out)


def many_segments(count: int = 6000) -> bytes:
    """So many comments that only reading their headers takes long."""
    comment = b"\xff\xfe\x00\x02"
    data = _jpeg()
    return data[:2] + comment * count + data[2:]


def junk_between_segments() -> bytes:
    data = _jpeg()
    return data[:2] + jpeg_segment(b"\xff\xd8", 0xFE, b"x")[2:] + bytes(100_000) + data[2:]


def many_chunks(count: int = 60_000) -> bytes:
    data = png_text()
    return data[:33] + files._png_chunk(b"prVt", b"") * count + data[33:]


def wide_webp() -> bytes:
    """Some forty bytes that become 1.5 GB while they are decoded."""
    data = bytearray(_saved(Image.new("RGB", (64, 64), "navy"), "WEBP", lossless=True, method=0))
    at = data.index(b"VP8L") + 9  # of one colour: only its width and height, 14 bits each, differ
    (bits,) = struct.unpack_from("<L", data, at)
    struct.pack_into("<L", data, at, bits >> 28 << 28 | 7999 << 14 | 7999)
    return bytes(data)


def _box(name: bytes, *contents: bytes) -> bytes:
    data = b"".join(contents)
    return struct.pack(">I", len(data) + 8) + name + data


def put_together(parts: dict[int, list[int]], sizes: dict[int, tuple[int, int]]) -> bytes:
    """The head of a HEIC in which each item of ``parts`` is made of others, and those of
    ``sizes`` have so many pixels. No picture is in it."""
    refs = [
        _box(b"dimg", struct.pack(f">HH{len(ids)}H", item, len(ids), *ids))
        for item, ids in parts.items()
    ]
    kinds = list(dict.fromkeys(sizes.values()))
    shapes = [_box(b"ispe", struct.pack(">III", 0, *size)) for size in kinds]
    links = [struct.pack(">HBB", item, 1, kinds.index(s) + 1) for item, s in sizes.items()]
    linked = _box(b"ipma", struct.pack(">II", 0, len(links)), *links)
    properties = _box(b"iprp", _box(b"ipco", *shapes), linked)
    meta = _box(b"meta", bytes(4), _box(b"iref", bytes(4), *refs), properties)
    return _box(b"ftyp", b"heic", bytes(4), b"mif1heic") + meta


def ten_bit_avif() -> bytes:
    """As newer phones write it: more shades than a byte holds, wide colours, HDR."""
    with tempfile.TemporaryDirectory() as directory:
        plain, path = Path(directory) / "plain.png", Path(directory) / "ten.avif"
        plain.write_bytes(_saved(files.scene(320, 240), "PNG"))
        colours = ("-color_primaries", "bt2020", "-color_trc", "smpte2084")
        clips.run(
            *("-i", str(plain), "-c:v", "libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p10le"),
            *("-frames:v", "1", *colours, "-colorspace", "bt2020nc", str(path)),
        )
        return path.read_bytes() + _box(b"uuid", bytes(16), files.COMMENT.encode())


def motion_heic() -> bytes:
    """A phone's HEIC with a short film, place and all, in a box behind the picture."""
    return files.heic(320, 240) + _box(b"mpvd", files.mp4(0.5, "64x64", audio=False))


# Where each format keeps how the camera was held; PNG in a chunk of its own (eXIf).
TURNABLE = {
    "jpg": ("JPEG", "JPEG"),
    "png": ("PNG", "PNG"),
    "webp": ("WEBP", "WebP"),
    "heic": ("HEIF", "HEIC"),
    "avif": ("AVIF", "AVIF"),
}


def rotated(extension: str, orientation: int) -> Callable[[], bytes]:
    """A picture whose pixels lie as the camera was held."""
    options = {"speed": 10} if extension == "avif" else {}
    exif = files._exif(orientation).tobytes()
    return lambda: _saved(
        files.scene(320, 240), TURNABLE[extension][0], exif=exif, quality=90, **options
    )


# name: (what makes it, the accepted format that it is)
GOOD: dict[str, tuple[Callable[[], bytes], str]] = {
    "plain.jpg": (_jpeg, "JPEG"),
    "progressive.jpg": (lambda: _jpeg(progressive=True), "JPEG"),
    "grey.jpg": (lambda: _jpeg(files.scene(320, 240).convert("L")), "JPEG"),
    "cmyk.jpg": (cmyk, "JPEG"),
    "xmp.jpg": (lambda: _jpeg(xmp=GPS_XMP), "JPEG"),
    "maker-notes.jpg": (maker_notes, "JPEG"),
    "thumbnail.jpg": (embedded_thumbnail, "JPEG"),
    "huge-exif.jpg": (huge_exif, "JPEG"),
    "nonsense-exif.jpg": (nonsense_exif, "JPEG"),
    "iptc.jpg": (iptc, "JPEG"),
    "motion.jpg": (motion_photo, "JPEG"),
    "gain-map.jpg": (gain_map, "JPEG"),
    "broken-gain-map.jpg": (broken_gain_map, "JPEG"),
    "odd-profile.jpg": (odd_profile, "JPEG"),
    "broken-profile.jpg": (broken_profile, "JPEG"),
    **{
        f"rotated-{n}.{extension}": (rotated(extension, n), format_)
        for extension, (_writer, format_) in TURNABLE.items()
        for n in range(1, 9)
    },
    "text.png": (png_text, "PNG"),
    "16-bit.png": (png16, "PNG"),
    "palette.png": (png_palette, "PNG"),
    "animated.png": (animated_png, "PNG"),
    "plain.webp": (lambda: files.webp(320, 240), "WebP"),
    "animated.webp": (animated_webp, "WebP"),
    "transparent.webp": (webp_transparent, "WebP"),
    "plain.heic": (lambda: files.heic(320, 240), "HEIC"),
    "two.heic": (heic_two, "HEIC"),
    "motion.heic": (motion_heic, "HEIC"),
    "plain.avif": (lambda: files.avif(320, 240), "AVIF"),
    "animated.avif": (animated_avif, "AVIF"),
    "ten-bit.avif": (ten_bit_avif, "AVIF"),
}

# Refused or read, but nothing may break: name: what makes it.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.png": files.bomb_png,
    "text-bomb.png": png_text_bomb,
    "polyglot.jpg": files.polyglot,
    "zip.jpg": files.zip_polyglot,
    "svg.png": files.svg,
    "html.jpg": files.html,
    "pdf.jpg": files.pdf,
    "empty.jpg": bytes,
    "zip.webp": files.archive,
    "gif.png": lambda: _saved(files.scene(64, 64), "GIF"),
    "tiff.jpg": lambda: _saved(files.scene(64, 64), "TIFF"),
    "short-riff.webp": lambda: files.webp(320, 240)[:40],
    "scans.jpg": lambda: many_scans(64, 120),
    "scans-of-many-pixels.jpg": lambda: many_scans(5000, 85),
    "scans-kept-in-memory.jpg": lambda: large_in_scans(9_900, "4:4:4"),
    "segments.jpg": many_segments,
    "junk.jpg": junk_between_segments,
    "chunks.png": many_chunks,
    "wide.webp": wide_webp,
    "one-tile-a-thousand-times.heic": lambda: put_together({1: [2] * 1000}, {2: (4096, 4096)}),
    "part-of-itself.heic": lambda: put_together({1: [1, 2], 2: [1]}, {}),
    "no-meta.heic": lambda: files.heic(320, 240)[:60] + bytes(200),
}
