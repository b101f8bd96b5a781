"""What consents and rights of use have in common when they end: staff are told in time, and
afterwards nothing of it stays public."""

from __future__ import annotations

from django.db import transaction

from cms.base import audit
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Photo, Video
from cms.media.services.consent import as_owner
from cms.media.services.derivatives import make_private
from cms.media.services.uploads import audit_chain

REMINDED_AT = (30, 7)  # days before the end
BATCH = 100


def reminder_at(days_left: int) -> int:
    """Which of the reminders it is so many days before the end: what was known for less than a
    month is told of once, not twice at once."""
    return min(limit for limit in REMINDED_AT if limit >= days_left)


@transaction.atomic
def take_back(*, thing: Photo | Video, reason: str) -> None:
    """Every public copy of ``thing`` goes, and pages that show it follow; nobody asked for it but
    the calendar. ``reason`` is that of the ``MediaChange``. Audited."""
    owner = as_owner(thing)
    users = users_of(**owner)  # asked before the uses are forgotten
    make_private(**owner, everywhere=True)
    audit.append(
        actor=None, verb=f"media.{reason}", target=thing, chain=audit_chain(thing.public_id)
    )
    announce(MediaChange(reason, **owner, users=users))
