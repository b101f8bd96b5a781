"""From the original of a film or recording to what plays everywhere."""

from __future__ import annotations

from pathlib import Path

from cms.media import films
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Upload, Video
from cms.media.services import derivatives
from cms.media.services.files import discarded_on_error, doom
from cms.media.services.films import Made, make
from cms.media.services.steps.original import local_copy
from cms.media.services.steps.work import LeaseLost, Work, catch_up, columns_of, title_of

TIMEOUT_S = 13 * 60  # ends before the lease does


def prepare(work: Work) -> None:
    """Side effects: a Video (new, or the one that the upload belongs to) and its derivatives."""
    upload = work.upload
    with films.scratch_directory() as scratch, discarded_on_error() as names:
        directory = Path(scratch)
        video = upload.video or Video(
            **columns_of(upload), title=title_of(upload, None), type=upload.kind
        )
        with local_copy(upload, directory) as source:
            made = make(
                video=video, source=source, directory=directory, names=names, timeout_s=TIMEOUT_S
            )
        with work.finishing() as current:
            if video.pk is not None and current.video_id != video.pk:
                raise LeaseLost
            if video.pk is None:
                catch_up(video, current)
            # The film readers get is also what staff see: one file, two rows that name it.
            _set_film(video, upload, made)
            was_public = derivatives.is_public(video=video)
            derivatives.replace(video=video, rows=made.rows)
            current.video = video
            if was_public:
                announce(MediaChange("replaced", video=video, users=users_of(video=video)))


def _set_film(video: Video, upload: Upload, made: Made) -> None:
    old, name = video.file.name, made.rows[0].file.name
    video.file = name
    video.duration, video.width, video.height = made.duration_s, made.width, made.height
    if video.pk is None:
        video.save()
    else:
        video.save(update_fields=["file", "duration", "width", "height"])
    if old and old not in {name, upload.file.name}:
        doom(storage="default", names=[old])
