"""Films with the place and the maker where phones write them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from tests import files
from tests.media.films import clips


def mov_with_place() -> bytes:
    """QuickTime keys (``com.apple.quicktime.location.ISO6709``) and the older ``©xyz`` atom."""
    return files._film(
        *("-c:v", "mpeg4", "-an", "-movflags", "use_metadata_tags"),
        *("-metadata", f"com.apple.quicktime.location.ISO6709={files.LOCATION}"),
        suffix="mov", seconds=0.5, size="160x120", audio=False,
    )  # fmt: skip


def mp4_with_place() -> bytes:
    """The ``©xyz`` atom of Android phones."""
    return files._film(
        *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-an"),
        suffix="mp4", seconds=0.5, size="160x120", audio=False,
    )  # fmt: skip


def hdr_with_place() -> bytes:
    """Ten bits and the colours of a phone that films in HDR."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "hdr.mov"
        place = ("-movflags", "use_metadata_tags")
        clips.run(
            *("-f", "lavfi", "-i", clips.scene(seconds="0.5"), *clips.hdr("smpte2084"), *place),
            *("-metadata", f"com.apple.quicktime.location.ISO6709={files.LOCATION}", str(path)),
        )
        return path.read_bytes()


# name: (what makes it, the accepted format that it is)
GOOD: dict[str, tuple[Callable[[], bytes], str]] = {
    "place.mp4": (mp4_with_place, "MP4"),
    "place.mov": (mov_with_place, "MOV"),
    "hdr.mov": (hdr_with_place, "MOV"),
    "place.3gp": (lambda: files.threegp(0.5), "3GP"),
    "tags.webm": (lambda: files.webm(0.5, "160x120"), "WebM"),
}
