"""Films and recordings from their original to stored files; saved by ``services.steps.film``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cms.media import films
from cms.media.models import PLAYLIST_TYPE, STREAM_PRESET, Derivative, Video
from cms.media.services import derivatives
from cms.media.services.files import doom

AUDIO, VIDEO = "audio", "video"


@dataclass(frozen=True, slots=True)
class Made:
    """Unsaved rows of everything that was made; the first one is what staff see too."""

    rows: list[Derivative]
    duration_s: float
    width: int | None = None
    height: int | None = None


def make(
    *,
    video: Video,
    source: Path,
    directory: Path,
    names: list[str],
    timeout_s: float,
    veil: films.Veil | None = None,
    is_mute: bool = False,
    told: Callable[[float], None] | None = None,
) -> Made:
    """Prepare the film or recording at ``source`` and store what came of it privately.

    ``video`` may be unsaved; its ``type`` says which it is. ``names`` collects stored files, for
    ``files.discarded_on_error``. ``directory`` is scratch space. ``veil``, ``is_mute``, ``told``:
    see ``films.prepare``. Raises ``films.FilmError``.
    """
    if video.type == AUDIO:
        return _recording(video, films.prepare_sound(source, directory, timeout_s=timeout_s), names)
    film = films.prepare(
        source, directory, timeout_s=timeout_s, veil=veil, is_mute=is_mute, told=told
    )
    rows = [
        derivatives.store_file(
            names=names,
            video=video,
            path=size.path,
            preset=size.preset,
            content_type="video/mp4",
            width=size.width,
            height=size.height,
        )
        for size in film.sizes
    ]
    rows += derivatives.store(names=names, video=video, made=[film.poster])
    if film.stream:
        rows += _stream(video, film.stream, names)
    return Made(rows, film.duration_s, film.largest.width, film.largest.height)


def put_in_place(*, video: Video, made: Made) -> None:
    """The film that readers get is also what staff see: one file, two rows that name it. The old
    one is doomed. Saves ``video``."""
    old, name = video.file.name, made.rows[0].file.name
    video.file = name
    video.duration, video.width, video.height = made.duration_s, made.width, made.height
    if video.pk is None:
        video.save()
    else:
        video.save(update_fields=["file", "duration", "width", "height"])
    if old and old != name:
        doom(storage="default", names=[old])


def _recording(video: Video, recording: films.Recording, names: list[str]) -> Made:
    row = derivatives.store_file(
        names=names,
        video=video,
        path=recording.path,
        preset=AUDIO,
        content_type="audio/mp4",
        width=0,
        height=0,
    )
    return Made([row], recording.duration_s)


def _stream(video: Video, stream: films.Stream, names: list[str]) -> list[Derivative]:
    """A media file and a playlist a size, and the playlist of playlists: all or none is public."""
    rows, playlists = [], []
    for variant in stream.variants:
        columns = {
            "preset": f"{STREAM_PRESET}-{variant.preset}",
            "width": variant.width,
            "height": variant.height,
        }
        media = derivatives.store_file(
            names=names, video=video, path=variant.media, content_type="video/mp4", **columns
        )
        playlist = derivatives.store_text(
            names=names,
            video=video,
            text=variant.playlist_for(_last(media)),
            extension="m3u8",
            content_type=PLAYLIST_TYPE,
            **columns,
        )
        rows += [media, playlist]
        playlists.append(_last(playlist))
    largest = stream.variants[0]
    master = derivatives.store_text(
        names=names,
        video=video,
        text=stream.master_for(playlists),
        extension="m3u8",
        content_type=PLAYLIST_TYPE,
        preset=STREAM_PRESET,
        width=largest.width,
        height=largest.height,
    )
    return [*rows, master]


def _last(row: Derivative) -> str:
    return Path(row.file.name).name
