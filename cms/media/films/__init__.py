"""Films and recordings: looked at, cut to size and cleaned by bounded child processes. No Django.

``probe`` says what is in a file, ``plan`` what to make of it, ``encode`` makes films, ``hls``
streams, ``poster`` the still picture, ``sound`` recordings; ``sightings`` finds faces, ``tracks``
knows areas that move, ``veil`` hides them.
"""

from cms.media.films.encode import DURATION_MAX_S, HLS_FROM_S, Film, MadeFilm, prepare
from cms.media.films.hls import Stream, renamed
from cms.media.films.plan import Veil
from cms.media.films.probe import Probe, probe
from cms.media.films.sightings import faces_of
from cms.media.films.sound import Recording, prepare_sound
from cms.media.films.tool import FilmError, ffmpeg, scratch_directory
from cms.media.films.tracks import Joined, area_at
from cms.media.films.veil import Hidden, veil

__all__ = [
    "DURATION_MAX_S",
    "HLS_FROM_S",
    "Film",
    "FilmError",
    "Hidden",
    "Joined",
    "MadeFilm",
    "Probe",
    "Recording",
    "Stream",
    "Veil",
    "area_at",
    "faces_of",
    "ffmpeg",
    "prepare",
    "prepare_sound",
    "probe",
    "renamed",
    "scratch_directory",
    "veil",
]
