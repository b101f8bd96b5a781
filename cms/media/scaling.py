"""Pictures made smaller by FFmpeg's scaler, which uses the processor's vector units. Pure: no
Django.

Every channel is scaled as a grey picture of its own: no colour is converted on the way, and beside
the picture only one channel of it is in memory. FFmpeg lets go of Python's lock meanwhile.
"""

from __future__ import annotations

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image

_FILTER = Interpolation.BICUBIC | Interpolation.ACCURATE_RND
_PILLOWS_FILTER = Image.Resampling.BICUBIC
_MODES = {"L", "RGB", "CMYK"}
_LEAST_SIDE = 16  # pixels
_MOST_SHRUNK = 4  # beyond, Pillow takes the mean of whole pixels first, for less work and memory


def scaled(picture: Image.Image, size: tuple[int, int], *, threads: int = 1) -> Image.Image:
    """``picture`` at ``size`` by ``threads`` threads; the same bytes whatever their number.

    Pillow does what FFmpeg does not do as well: see-through pixels, whose colours must not count,
    huge pictures and odd shapes.
    """
    if not _is_for_ffmpeg(picture, size):
        return picture.resize(size, _PILLOWS_FILTER, reducing_gap=2.0)
    whole = VideoFrame(*picture.size, "gray")
    scaler = VideoReformatter()
    channels = []
    for band in picture.getbands():
        plane = whole.planes[0]
        plane.update(picture.tobytes("raw", band, plane.line_size, 1))
        made = scaler.reformat(whole, *size, interpolation=_FILTER, threads=threads).planes[0]
        channels.append(Image.frombuffer("L", size, made, "raw", "L", made.line_size, 1))
    return channels[0].copy() if picture.mode == "L" else Image.merge(picture.mode, channels)


def _is_for_ffmpeg(picture: Image.Image, size: tuple[int, int]) -> bool:
    return (
        picture.mode in _MODES
        and min(size) >= _LEAST_SIDE
        and all(old < _MOST_SHRUNK * new for old, new in zip(picture.size, size, strict=True))
    )
