"""Every clip of the matrix ends as a film that plays everywhere, or with a reason."""

import av
import numpy as np
import pytest

from cms.media import films
from cms.media.content_type import inspect
from cms.media.films import hls, tool
from tests.media.films import clips
from tests.media.films.clips import GOOD

pytestmark = pytest.mark.once
SYNC_S = 0.040


def _seen(path):
    """(first picture, [(time, brightness of the middle)]) of the finished film."""
    first, middles = None, []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            picture = frame.to_ndarray(format="rgb24")
            first = picture if first is None else first
            height, width = picture.shape[:2]
            middle = picture[height // 2 - 2 : height // 2 + 2, width // 2 - 2 : width // 2 + 2]
            middles.append((frame.time, float(middle.mean())))
    return first, middles


def _streams(path):
    with av.open(str(path)) as container:
        return {
            (stream.type, stream.codec_context.name, stream.width, stream.height)
            if stream.type == "video"
            else (stream.type, stream.codec_context.name)
            for stream in container.streams
        }


def _heard(path):
    """The time at which the tone begins."""
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples = frame.to_ndarray()
            loud = np.abs(samples[0]) > 0.1
            if loud.any():
                return frame.time + int(loud.argmax()) / frame.sample_rate
    return None


def _is(pixel, colour) -> bool:
    """Whether the strongest of red, green and blue is ``colour``."""
    values = dict(zip("rgb", (int(value) for value in pixel), strict=True))
    others = [value for name, value in values.items() if name != colour]
    return values[colour] > 60 and values[colour] > 1.5 * max(others)


@pytest.mark.parametrize("clip", GOOD, ids=lambda clip: clip.name)
def test_clip_becomes_a_film_that_plays_everywhere(clip, tmp_path):
    source = clips.make(clip, tmp_path)
    with source.open("rb") as file:
        assert inspect(file, name=clip.name).kind == "video"

    film = films.prepare(source, tmp_path, timeout_s=60)

    largest = film.largest
    assert (largest.width, largest.height) == clip.size
    data = largest.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "the index comes first"
    assert _streams(largest.path) == {
        ("video", "h264", *clip.size),
        *([("audio", "aac")] if clip.has_sound else []),
    }
    first, middles = _seen(largest.path)
    assert len(middles) <= 31, "at most 30 pictures a second"
    height, width = first.shape[:2]
    assert _is(first[height // 16, width // 16], "r"), "red is top left"
    assert _is(first[height // 16, width - width // 16], "g"), "green is top right"
    assert _is(first[height - height // 16, width // 16], "b"), "blue is bottom left"
    if clip.has_sound:
        flash = next(at for at, brightness in middles if brightness > 190)
        assert abs(flash - _heard(largest.path)) <= SYNC_S


@pytest.mark.parametrize("name", ["hevc-hdr-pq.mov", "hevc-hdr-hlg.mov"])
def test_hdr_looks_like_the_scene_on_an_ordinary_screen(name, tmp_path):
    clip = next(clip for clip in GOOD if clip.name == name)
    source = clips.make(clip, tmp_path)
    assert films.probe(source).picture.is_hdr

    film = films.prepare(source, tmp_path, timeout_s=60)

    with av.open(str(film.largest.path)) as container:
        frame = next(container.decode(video=0))
        assert (frame.color_trc, frame.color_primaries, frame.colorspace) == (1, 1, 1)
        grey = frame.to_ndarray(format="gray")[40:56, 60:68].mean()
    assert 90 <= grey <= 170, "the grey of the scene is 128"


def _text(path):
    path.write_text("Ini bukan video, hanya catatan.")


def _cut(clip, share):
    def make(path):
        source = clips.make(clip, path.parent)
        data = source.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return make


def _ffmpeg(*options):
    return lambda path: clips.run(*options, str(path))


_LONG_WEBM = clips.Clip(
    "a.webm", ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"), seconds="3"
)
_WAVES = ("-f", "lavfi", "-i", "sine=440:duration=1")
BAD = {
    "nothing.mp4": (lambda path: path.write_bytes(b""), "unreadable"),
    "text.mp4": (_text, "unreadable"),
    "cut-index-last.mp4": (_cut(GOOD[0], 0.6), "unreadable"),
    "cut.webm": (_cut(_LONG_WEBM, 0.5), "cut-short"),
    "sound-only.mp4": (_ffmpeg(*_WAVES, "-c:a", "aac"), "no-picture"),
    "tiny.mp4": (_ffmpeg("-f", "lavfi", "-i", "color=red:s=8x8:d=1", *clips.H264), "too-small"),
    "enormous.mov": (
        _ffmpeg(
            "-f", "lavfi", "-i", "color=gray:s=6400x6400:r=1:d=1", "-c:v", "png", "-pix_fmt", "gray"
        ),
        "too-large",
    ),
    "long.mp4": (
        _ffmpeg("-f", "lavfi", "-i", "color=red:s=32x32:r=1:d=601", *clips.H264),
        "too-long",
    ),
    # Playlists may name files of the machine: not even looked into.
    "list.mp4": (lambda path: path.write_text("ffconcat version 1.0\nfile a.mp4\n"), "unreadable"),
    "playlist.mp4": (lambda path: path.write_text("#EXTM3U\n#EXTINF:1,\na.mp4\n"), "unreadable"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_ends_with_a_reason(name, tmp_path):
    make, code = BAD[name]
    source = tmp_path / name
    make(source)

    with pytest.raises(films.FilmError) as caught:
        films.prepare(source, tmp_path, timeout_s=60)

    assert caught.value.code == code


def test_noise_in_the_middle_is_survived_or_refused(tmp_path):
    source = clips.make(GOOD[0], tmp_path)
    data = bytearray(source.read_bytes())
    for position in range(len(data) // 3, len(data) // 2):
        data[position] = position * 37 % 256
    source.write_bytes(data)

    film = _prepared_or_none(source, tmp_path)

    assert film is None or films.probe(film.largest.path).picture.frame_count >= 25


def _prepared_or_none(source, directory):
    try:
        return films.prepare(source, directory, timeout_s=60)
    except films.FilmError:
        return None


def test_what_is_right_already_is_copied_and_smaller_sizes_are_made(tmp_path):
    clip = clips.Clip("a.mp4", (*clips.H264, *clips.AAC), scene_size="854x480")
    source = clips.make(clip, tmp_path)

    film = films.prepare(source, tmp_path, timeout_s=60)

    assert [size.preset for size in film.sizes] == ["480p", "240p"]
    assert _packets(film.largest.path, "audio") == _packets(source, "audio")
    made, given = (_packets(path, "video") for path in (film.largest.path, source))
    assert made[1:] == given[1:]
    assert b"x264" in given[0]
    assert b"x264" not in made[0], "user data is no part of the picture"


def _packets(path, kind):
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(**{kind: 0}) if packet.size]


def test_heavy_film_is_made_lighter(tmp_path):
    source = tmp_path / "heavy.mp4"
    clips.run(
        *("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=1,noise=alls=60:allf=t"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-qp", "10", "-pix_fmt", "yuv420p"),
        str(source),
    )

    film = films.prepare(source, tmp_path, timeout_s=60)

    assert films.probe(source).picture.bits_per_s > 10_000_000
    assert films.probe(film.largest.path).picture.bits_per_s < 6_000_000


def test_poster_is_a_bright_and_sharp_picture_of_a_mostly_dark_film(tmp_path):
    source = tmp_path / "dark.mp4"
    clips.run(
        *("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=3"),
        *("-vf", "drawbox=0:0:iw:ih:black:fill:enable='lt(mod(t,3),1.7)+gt(t,1.9)'"),
        *(*clips.H264, str(source)),
    )

    film = films.prepare(source, tmp_path, timeout_s=60)

    (tmp_path / "poster.jpg").write_bytes(film.poster.data)
    with av.open(str(tmp_path / "poster.jpg")) as container:
        poster = next(container.decode(video=0)).to_ndarray(format="gray")
    assert poster.mean() > 16


def test_veil_is_burnt_into_every_size_and_nothing_is_copied(tmp_path):
    clip = clips.Clip("a.mp4", (*clips.H264, *clips.AAC), scene_size="854x480")
    source = clips.make(clip, tmp_path)
    asked = []

    def veil(width, height):
        asked.append((width, height))
        return "drawbox=0:0:iw/4:ih/4:black:fill"

    film = films.prepare(source, tmp_path, timeout_s=60, veil=veil)

    assert asked == [(854, 480)]
    for size in film.sizes:
        first, _middles = _seen(size.path)
        assert first[size.height // 16, size.width // 16].max() < 40


def test_stream_plays_the_same_film_by_byte_ranges(tmp_path):
    source = tmp_path / "minute.mp4"
    clips.run(
        *("-f", "lavfi", "-i", "testsrc2=size=426x240:rate=5:duration=62"),
        *("-f", "lavfi", "-i", "sine=440:duration=62", *clips.H264, "-g", "10", *clips.AAC),
        str(source),
    )

    film = films.prepare(source, tmp_path, timeout_s=60)

    (variant,) = film.stream.variants
    playlist = tmp_path / "list.m3u8"
    playlist.write_text(variant.playlist_for(variant.media.name))
    with av.open(str(playlist), options={"allowed_extensions": "ALL"}) as container:
        assert container.duration / 1e6 == pytest.approx(62, abs=0.5)
        assert sum(1 for packet in container.demux(video=0) if packet.size) == 310
    master = film.stream.master_for(["a.m3u8"])
    assert 'CODECS="avc1.' in master
    assert "RESOLUTION=426x240" in master
    assert hls.renamed(f"{'0' * 32}.m4s", {f"{'0' * 32}.m4s": "../ab/x.m4s"}) == "../ab/x.m4s"


def test_film_of_a_minute_or_less_has_no_stream(tmp_path):
    assert films.prepare(clips.make(GOOD[0], tmp_path), tmp_path, timeout_s=60).stream is None


def test_time_runs_out_and_the_child_is_gone(tmp_path):
    source = tmp_path / "slow.mp4"
    clips.run(
        "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=2", *clips.H264, str(source)
    )

    with pytest.raises(films.FilmError) as caught:
        tool.run("-stream_loop", "-1", "-i", str(source), "-f", "null", "-", timeout_s=1)

    assert caught.value.code == "too-slow"


def test_memory_is_bounded(tmp_path):
    result = tool.run_bounded(
        *("/usr/bin/env", "python3", "-c", "bytearray(900 * 1024 * 1024)"),
        timeout_s=20,
        memory_bytes=500 * 1024 * 1024,
    )

    assert result.returncode != 0
    assert b"MemoryError" in result.stderr
