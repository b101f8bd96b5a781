"""Use-cases of publishing; import them from here."""

from publishing.services.follow import follow_media_change
from publishing.services.rebuild import rebuild_items
from publishing.services.release import release, retire
from publishing.services.schedule import publish_due, release_due
from publishing.services.tally import tally_terms
from publishing.services.withdraw import restore, withdraw

__all__ = [
    "follow_media_change",
    "publish_due",
    "rebuild_items",
    "release",
    "release_due",
    "restore",
    "retire",
    "tally_terms",
    "withdraw",
]
