"""Recordings of every accepted kind, with the place and the maker in them."""

from pathlib import Path

from tests import files
from tests.media.films import clips

METADATA = (
    *("-metadata", f"artist={files.AUTHOR}", "-metadata", f"comment={files.COMMENT}"),
    *("-metadata", f"location={files.LOCATION}", "-metadata", f"make={files.CAMERA}"),
)
TELEPHONE = ("-ar", "8000", "-ac", "1")
# name: (the accepted format that it is, how it is made)
RECORDINGS = {
    "note.m4a": ("M4A", ("-c:a", "aac")),
    "note.mp4": ("M4A", ("-c:a", "aac")),
    "note.mp3": ("MP3", ("-c:a", "libmp3lame")),
    "note.ogg": ("Ogg", ("-c:a", "libvorbis")),
    "note.opus": ("Ogg", ("-c:a", "libopus")),
    "note.webm": ("WebM audio", ("-c:a", "libopus")),
    "note.wav": ("WAV", ("-c:a", "pcm_s16le")),
    "note.aac": ("AAC", ("-c:a", "aac")),
    "note.amr": ("AMR", ("-c:a", "libopencore_amrnb", *TELEPHONE)),
    "note.3gp": ("M4A", ("-c:a", "libopencore_amrnb", *TELEPHONE)),
}


def recording(path: Path, *options: str, volume: str = "-30dB", seconds: int = 2) -> Path:
    """Write a tone with ``METADATA`` to ``path``; return it."""
    clips.run(
        *("-f", "lavfi", "-i", f"sine=440:duration={seconds}:sample_rate=48000,volume={volume}"),
        *(*METADATA, *options, str(path)),
    )
    return path
