"""Recordings of every kind become one that plays everywhere, as loud as the others, and clean."""

import json
import re

import av
import pytest

from cms.base.errors import TooLarge, UnsupportedMedia
from cms.media import content_type, films
from cms.media.content_type import inspect
from cms.media.films import tool
from tests import files
from tests.media.films import clips
from tests.media.films.recordings import RECORDINGS, recording

pytestmark = pytest.mark.once


def _loudness(path):
    result = tool.run(
        *("-i", str(path), "-af", "loudnorm=print_format=json", "-f", "null", "-"), timeout_s=60
    )
    return float(json.loads(re.search(rb"\{[^{}]*\}", result.stderr)[0])["input_i"])


def test_every_accepted_format_of_sound_is_recorded():
    assert {format_ for format_, _options in RECORDINGS.values()} == {
        found.name for found in content_type.SOUNDS
    }


@pytest.mark.parametrize("name", RECORDINGS)
def test_recording_plays_everywhere_and_says_nothing_of_its_maker(name, tmp_path):
    format_, options = RECORDINGS[name]
    source = recording(tmp_path / name, *options)
    with source.open("rb") as file:
        assert inspect(file, name=name).format.name == format_

    made = films.prepare_sound(source, tmp_path, timeout_s=60)

    data = made.path.read_bytes()
    assert files.carries(data) == []
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(made.path)) as container:
        (stream,) = container.streams
        assert (stream.type, stream.codec_context.name) == ("audio", "aac")
        assert stream.codec_context.sample_rate == 48000
    assert made.duration_s == pytest.approx(2, abs=0.2)


def test_whisper_and_shout_end_equally_loud(tmp_path):
    quiet = recording(tmp_path / "quiet.wav", volume="-12dB")
    loud = recording(tmp_path / "loud.wav", volume="15dB")

    made = []
    for source in (quiet, loud):
        directory = tmp_path / source.stem
        directory.mkdir()
        made.append(films.prepare_sound(source, directory, timeout_s=60).path)

    assert _loudness(loud) - _loudness(quiet) > 15
    assert [_loudness(path) for path in made] == pytest.approx([-16, -16], abs=1.5)


def test_silence_stays_silent(tmp_path):
    source = tmp_path / "silence.wav"
    clips.run("-f", "lavfi", "-i", "anullsrc=d=1", str(source))

    made = films.prepare_sound(source, tmp_path, timeout_s=60)

    assert _loudness(made.path) < -60


def test_cover_picture_does_not_make_a_film(tmp_path):
    cover, source = tmp_path / "cover.png", tmp_path / "song.m4a"
    clips.run("-f", "lavfi", "-i", "color=red:s=64x64:d=0.1", "-frames:v", "1", str(cover))
    clips.run(
        *("-f", "lavfi", "-i", "sine=440:duration=1", "-i", str(cover), "-map", "0", "-map", "1"),
        *("-c:a", "aac", "-c:v", "copy", "-disposition:v:0", "attached_pic", str(source)),
    )
    with source.open("rb") as file:
        assert inspect(file, name="song.m4a").kind == "audio"

    made = films.prepare_sound(source, tmp_path, timeout_s=60)

    with av.open(str(made.path)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "unreadable"), (b"RIFF\x24\x00\x00\x00WAVEfmt \x10" + bytes(40), "unreadable")],
    ids=["nothing", "empty wav"],
)
def test_broken_recording_ends_with_a_reason(data, code, tmp_path):
    source = tmp_path / "broken.wav"
    source.write_bytes(data)

    with pytest.raises(films.FilmError) as caught:
        films.prepare_sound(source, tmp_path, timeout_s=60)

    assert caught.value.code == code


def test_recording_is_refused_where_a_photo_is_asked_for(tmp_path):
    source = recording(tmp_path / "note.mp3", "-c:a", "libmp3lame")

    with source.open("rb") as file, pytest.raises(UnsupportedMedia, match="hanya foto"):
        inspect(file, name="note.mp3", kind="photo")


def test_false_extension_is_named(tmp_path):
    source = recording(tmp_path / "note.mp3", "-c:a", "libmp3lame")

    with source.open("rb") as file, pytest.raises(UnsupportedMedia, match="isinya MP3"):
        inspect(file, name="note.wav")


def test_recording_may_not_be_heavier_than_the_limit():
    with pytest.raises(TooLarge, match="paling besar 50 MB"):
        content_type.require_size("audio", content_type.AUDIO_BYTES_MAX + 1)
