"""A portrait changed: the profile that shows it to the public follows at once."""

from cms.media.announcements import MediaChange
from local_heroes.models import HeroProfilePage
from publishing.services import follow_media_change

PREFIX = "hero:"


def follow(change: MediaChange) -> None:
    """Release again, or withdraw, every public profile that used what changed."""
    ids = [user.removeprefix(PREFIX) for user in change.users if user.startswith(PREFIX)]
    if ids:
        pages = HeroProfilePage.objects.filter(pk__in=ids).order_by("pk")
        follow_media_change(change=change, pages=pages)
