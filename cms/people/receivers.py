"""What other apps announce and this app follows."""

from cms.media.announcements import MediaChange, register_listener
from cms.people.services.portraits import settle_portraits_with


def follow_photo(change: MediaChange) -> None:
    """A photo was marked, redacted, agreed to or forbidden: so is the portrait that it is."""
    if change.photo is not None:
        settle_portraits_with(change.photo)


def connect() -> None:
    """Called once, when the app is ready."""
    register_listener(follow_photo)
