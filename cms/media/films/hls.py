"""HTTP Live Streaming (RFC 8216) of a finished film: one file a size, cut by byte ranges.

A playlist names files by the last part of their stored names, which are random. When the files get
public names, :func:`renamed` writes the same playlist with those. Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cms.media.films.tool import Deadline, FilmError, run

SEGMENT_S = 6
_LENGTH = re.compile(r"#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@\d+\n")
_AAC = "mp4a.40.2"
_NAMED = re.compile(r"[0-9a-f]{32}\.(?:m4s|m3u8)")


@dataclass(frozen=True, slots=True)
class Variant:
    """One size as a stream: the fragmented ``media`` file, and its playlist with ``{media}`` in
    place of the file's name. ``bits_per_s`` is the heaviest segment's."""

    media: Path
    preset: str
    width: int
    height: int
    playlist: str
    bits_per_s: int
    mean_bits_per_s: int
    codecs: str

    def playlist_for(self, media_name: str) -> str:
        """The playlist of this size, for a media file of that name."""
        return self.playlist.replace("{media}", media_name)


@dataclass(frozen=True, slots=True)
class Stream:
    """Every size of a film as a stream."""

    variants: tuple[Variant, ...]

    def master_for(self, playlist_names: Sequence[str]) -> str:
        """The playlist of playlists, for playlists of those names, in the order of variants."""
        lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
        for variant, name in zip(self.variants, playlist_names, strict=True):
            lines.append(
                f"#EXT-X-STREAM-INF:BANDWIDTH={variant.bits_per_s},"
                f"AVERAGE-BANDWIDTH={variant.mean_bits_per_s},"
                f'CODECS="{variant.codecs}",RESOLUTION={variant.width}x{variant.height}'
            )
            lines.append(name)
        return "\n".join([*lines, ""])


def stream_of(
    films: Sequence[tuple[Path, str, int, int]], directory: Path, deadline: Deadline
) -> Stream:
    """Cut finished MP4 ``films`` (path, preset, width, height) into streams; nothing is encoded.

    Raises FilmError.
    """
    variants = []
    for path, preset, width, height in films:
        media, playlist = directory / f"{preset}.m4s", directory / f"{preset}.m3u8"
        result = run(
            *("-y", "-i", str(path), "-c", "copy", "-map_metadata", "-1", "-fflags", "+bitexact"),
            *("-f", "hls", "-hls_time", str(SEGMENT_S), "-hls_playlist_type", "vod"),
            *("-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"),
            *("-hls_segment_filename", str(media), str(playlist)),
            timeout_s=deadline.left_s(),
        )
        if result.returncode != 0 or not media.is_file():
            raise FilmError("unreadable")
        variants.append(_variant(media, playlist.read_text("utf-8"), preset, width, height))
    return Stream(tuple(variants))


def _variant(media: Path, text: str, preset: str, width: int, height: int) -> Variant:
    segments = [(float(seconds), int(size)) for seconds, size in _LENGTH.findall(text)]
    if not segments:
        raise FilmError("unreadable")
    total_s = sum(seconds for seconds, _size in segments)
    return Variant(
        media=media,
        preset=preset,
        width=width,
        height=height,
        playlist=text.replace(media.name, "{media}"),
        bits_per_s=max(round(size * 8 / max(seconds, 0.1)) for seconds, size in segments),
        mean_bits_per_s=round(sum(size for _s, size in segments) * 8 / total_s),
        codecs=_codecs(media),
    )


def _codecs(media: Path) -> str:
    """RFC 6381 names from the file's own head: H.264's profile and level are in its ``avcC``."""
    with media.open("rb") as file:
        head = file.read(16_384)
    at = head.find(b"avcC")
    if at < 0:
        raise FilmError("unreadable")
    picture = f"avc1.{head[at + 5 : at + 8].hex()}"
    return f"{picture},{_AAC}" if b"mp4a" in head else picture


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The playlist with every stored file name replaced by its entry in ``names``."""
    return _NAMED.sub(lambda found: names[found[0]], text)
