"""From a film's original to the film that plays everywhere, and its poster."""

from __future__ import annotations

from pathlib import Path

from cms.media import films
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Upload, Video
from cms.media.services import derivatives
from cms.media.services.files import discarded_on_error, doom
from cms.media.services.steps.original import local_copy
from cms.media.services.steps.work import LeaseLost, Work, catch_up, columns_of, title_of

TIMEOUT_S = 13 * 60  # ends before the lease does


def prepare(work: Work) -> None:
    """Side effects: a Video (new, or the one that the upload belongs to) and its derivatives."""
    upload = work.upload
    with films.scratch_directory() as scratch, discarded_on_error() as names:
        directory = Path(scratch)
        with local_copy(upload, directory) as source:
            film = films.prepare(source, directory, timeout_s=TIMEOUT_S)
        video = upload.video or Video(
            **columns_of(upload), title=title_of(upload, None), type="video"
        )
        row = derivatives.store_film(
            names=names,
            video=video,
            film_path=film.path,
            preset=f"{min(film.width, film.height)}p",
            width=film.width,
            height=film.height,
        )
        rows = [row, *derivatives.store(names=names, video=video, made=[film.poster])]
        with work.finishing() as current:
            if video.pk is not None and current.video_id != video.pk:
                raise LeaseLost
            if video.pk is None:
                catch_up(video, current)
            # The film readers get is also what staff see: one file, two rows that name it.
            _set_film(video, upload, row.file.name, film)
            was_public = derivatives.is_public(video=video)
            derivatives.replace(video=video, rows=rows)
            current.video = video
            if was_public:
                announce(MediaChange("replaced", video=video, users=users_of(video=video)))


def _set_film(video: Video, upload: Upload, name: str, film: films.Film) -> None:
    old = video.file.name
    video.file = name
    video.duration, video.width, video.height = film.duration_s, film.width, film.height
    if video.pk is None:
        video.save()
    else:
        video.save(update_fields=["file", "duration", "width", "height"])
    if old and old not in {name, upload.file.name}:
        doom(storage="default", names=[old])
