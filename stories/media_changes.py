"""A photo or video changed: the stories that show it to the public follow at once."""

from cms.media.announcements import MediaChange
from publishing.services import follow_media_change
from stories.models import StoryPage

PREFIX = "story:"


def follow(change: MediaChange) -> None:
    """Release again, or withdraw, every public story that used what changed."""
    ids = [user.removeprefix(PREFIX) for user in change.users if user.startswith(PREFIX)]
    if ids:
        pages = StoryPage.objects.filter(public_id__in=ids).order_by("pk")
        follow_media_change(change=change, pages=pages)
