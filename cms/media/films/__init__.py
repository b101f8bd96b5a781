"""Films and recordings: looked at, cut to size and cleaned by bounded child processes. No Django.

``probe`` says what is in a file, ``plan`` what to make of it, ``encode`` makes films, ``hls``
streams, ``poster`` the still picture, ``sound`` recordings.
"""

from cms.media.films.encode import DURATION_MAX_S, HLS_FROM_S, Film, MadeFilm, prepare
from cms.media.films.hls import Stream, renamed
from cms.media.films.plan import Veil
from cms.media.films.probe import Probe, probe
from cms.media.films.sound import Recording, prepare_sound
from cms.media.films.tool import FilmError, ffmpeg, scratch_directory

__all__ = [
    "DURATION_MAX_S",
    "HLS_FROM_S",
    "Film",
    "FilmError",
    "MadeFilm",
    "Probe",
    "Recording",
    "Stream",
    "Veil",
    "ffmpeg",
    "prepare",
    "prepare_sound",
    "probe",
    "renamed",
    "scratch_directory",
]
