"""What publishing means for the reports behind a story, and how people are protected in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media.models import Photo, PublicUse, Video
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.files import discarded_on_error
from stories.models import Report, ReportState, StoryPage
from stories.services.steps import take_step, tell_officer

SYSTEM = None


def fix_path(page: StoryPage, path: str) -> None:
    """Give ``page`` its permanent address, once. Raises Conflict when it has another already."""
    if page.public_path and page.public_path != path:
        raise Conflict(_("Alamat cerita ini sudah tetap."))
    page.public_path = path
    StoryPage.objects.filter(pk=page.pk).update(public_path=path)


def open_media(page: StoryPage) -> None:
    """Make every photo and video of ``page`` public, and take back what a correction removed.

    Idempotent. cms.media remembers who uses what: a photo of two stories stays while one does.
    Raises Invalid, and leaves no copy, when the page may not be public any more: a consent was
    withdrawn or a mark set while the files were copied.
    """
    user = _media_user(page)
    photos = sorted(page.photos(), key=_key)
    videos = sorted(page.videos(), key=_key)
    with discarded_on_error("public") as copies:
        # In one order in every release, so that two of them never wait for each other.
        for photo in photos:
            copies += make_public(photo=photo, used_by=user)
        for video in videos:
            copies += make_public(video=video, used_by=user)
        # All of them are locked now, not before: a film may take long, and who withdraws does not
        # wait for films that were not reached yet.
        require_publishable(page)
    _take_back(user, photos=photos, videos=videos)


def require_publishable(page: StoryPage) -> None:
    """Raise Invalid, with every sentence, while something stands between ``page`` and the
    public."""
    obstacles = page.release_obstacles()
    if obstacles:
        raise Invalid(" ".join(obstacles))


def _key(thing: Photo | Video) -> int:
    return thing.pk


def close_media(page: StoryPage) -> None:
    """``page`` no longer needs any photo or video public. Idempotent."""
    _take_back(_media_user(page))


def _media_user(page: StoryPage) -> str:
    return f"story:{page.public_id}"


def _take_back(user: str, *, photos: Sequence[Photo] = (), videos: Sequence[Video] = ()) -> None:
    """End every use by ``user`` except of these."""
    # By key: Wagtail's pictures are equal only with the same contextual alternative text.
    photo_ids, video_ids = {p.pk for p in photos}, {v.pk for v in videos}
    uses = PublicUse.objects.filter(used_by=user).select_related("photo", "video")
    for use in uses.order_by("photo", "video"):
        if use.photo and use.photo_id not in photo_ids:
            make_private(photo=use.photo, used_by=user)
        elif use.video and use.video_id not in video_ids:
            make_private(video=use.video, used_by=user)


@transaction.atomic
def reports_published(*, page: StoryPage, path: str) -> None:
    """Move the accepted reports behind ``page`` to published and send each officer the link.

    Does nothing for reports that are published already (a correction is not news).
    """
    for report in _sources(page, ReportState.ACCEPTED):
        take_step(actor=SYSTEM, report=report, event="publish", data={"path": path})
        report.save()
        tell_officer(
            report,
            lambda: _("Terbit: “%(title)s”. Baca ceritanya.") % {"title": page.title},
            path=path,
        )


@transaction.atomic
def reports_unpublished(*, page: StoryPage) -> None:
    """Move the reports behind ``page`` back to accepted; officers see it on the status page."""
    for report in _sources(page, ReportState.PUBLISHED):
        take_step(actor=SYSTEM, report=report, event="unpublish")
        report.save()


@transaction.atomic
def record_protection(*, actor, page: StoryPage) -> None:
    """Note on ``page`` (not saved here) who resolved its protect marks and when, with audit.

    The caller has just changed ``page.protection_note``. An emptied note takes the answer back.
    """
    resolved = bool(page.protection_note.strip())
    page.protection_resolved_by = actor if resolved else None
    page.protection_resolved_at = timezone.now() if resolved else None
    if page.pk:
        audit.append(
            actor=actor,
            verb="story.protection_resolved" if resolved else "story.protection_reopened",
            target=page,
            data={"note": page.protection_note},
            chain=page.audit_chain,
        )


def _sources(page: StoryPage, state: str) -> list[Report]:
    ids = Report.objects.filter(story_source__page_id=page.pk, state=state).order_by("pk")
    return [
        lock(Report.objects.select_related("officer__user"), pk=pk)
        for pk in ids.values_list("pk", flat=True)
    ]
