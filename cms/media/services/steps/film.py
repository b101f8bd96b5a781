"""From the original of a film or recording to what plays everywhere."""

from __future__ import annotations

from pathlib import Path

from cms.media import films
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Video
from cms.media.services import derivatives
from cms.media.services.files import discarded_on_error, local_file
from cms.media.services.film_veils import Holding, holding
from cms.media.services.films import make, put_in_place
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
        hides = holding(video) if video.pk else Holding()
        with local_file(upload.file, directory) as source:
            made = make(
                video=video,
                source=source,
                directory=directory,
                names=names,
                timeout_s=TIMEOUT_S,
                veil=hides.veil(video.duration, directory),
                is_mute=hides.is_mute,
            )
        with work.finishing() as current:
            if video.pk is not None and current.video_id != video.pk:
                raise LeaseLost
            if video.pk is None:
                catch_up(video, current)
            put_in_place(video=video, made=made)
            was_public = derivatives.is_public(video=video)
            derivatives.replace(video=video, rows=made.rows)
            current.video = video
            if was_public:
                announce(MediaChange("replaced", video=video, users=users_of(video=video)))
