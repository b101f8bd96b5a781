"""Use-cases of publishing; import them from here."""

from publishing.services.rebuild import rebuild_items
from publishing.services.release import release, retire
from publishing.services.schedule import publish_due, release_due
from publishing.services.withdraw import restore, withdraw

__all__ = [
    "publish_due",
    "rebuild_items",
    "release",
    "release_due",
    "restore",
    "retire",
    "withdraw",
]
