"""What consents and rights of use have in common when they end: staff are told in time, and
afterwards nothing of it stays public."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef

from cms.base import audit
from cms.base.workflow import lock
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Photo, PublicUse, Video
from cms.media.permissions import forbidden
from cms.media.services.consent import as_owner, take_from_public
from cms.media.services.uploads import audit_chain

REMINDED_AT = (30, 7)  # days before the end
BATCH = 100
SLICE = 500


def reminder_at(days_left: int) -> int:
    """Which of the reminders it is so many days before the end: what was known for less than a
    month is told of once, not twice at once."""
    return min(limit for limit in REMINDED_AT if limit >= days_left)


@transaction.atomic
def take_back(*, thing: Photo | Video, reason: str) -> None:
    """Every public copy of ``thing`` goes, and pages that show it follow; nobody asked for it but
    the calendar. ``reason`` is that of the ``MediaChange``. Audited."""
    users = take_from_public(thing)
    audit.append(
        actor=None, verb=f"media.{reason}", target=thing, chain=audit_chain(thing.public_id)
    )
    announce(MediaChange(reason, **as_owner(thing), users=users))


def take_back_forbidden(*, things: Sequence[Photo] | Sequence[Video], reason: str) -> int:
    """Of these photos (or these films), just read, take back those that may not stay public;
    return how many. Two queries where all may.

    One that fails does not hold up the others; an ExceptionGroup is raised at the end.
    """
    gone, failed = 0, []
    suspects = forbidden(things)
    for thing in things:
        if thing.pk in suspects:
            try:
                gone += _take_back_now(thing, reason)
            except Exception as error:
                failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} could not be taken back, {gone} were", failed)
    return gone


@transaction.atomic
def _take_back_now(thing: Photo | Video, reason: str) -> int:
    current = lock(type(thing).objects.all(), pk=thing.pk)
    if not users_of(**as_owner(current)) or not forbidden([current]):
        return 0  # another sweep was first; or somebody agreed, or took the mark away
    take_back(thing=current, reason=reason)
    return 1


def public_ones(model: type[Photo | Video]):
    """The photos or films that somebody published uses. A film that awaits its redaction is in no
    public place, whoever uses it."""
    kind = "photo" if model is Photo else "video"
    used = model.objects.filter(Exists(PublicUse.objects.filter(**{kind: OuterRef("pk")})))
    return used if model is Photo else used.filter(awaits_redaction=False)


def sweep_forbidden(*, slice_size: int = SLICE) -> int:
    """Take back what is public and may not be, by whatever hand or hole; return how many.

    The next ``slice_size`` public photos and films are looked at, in turn. Every door asks by
    itself: there is something to find only where one of them did not. At most six queries when
    there is not.
    """
    gone = 0
    for model in (Photo, Video):
        key = f"sweep-forbidden:{model._meta.label_lower}"
        found = public_ones(model).filter(pk__gt=cache.get(key, 0)).order_by("pk")
        things = list(found[:slice_size])
        # Moved on first: a slice that fails does not hold up the rest.
        cache.set(key, things[-1].pk if len(things) == slice_size else 0, None)
        gone += take_back_forbidden(things=things, reason="forbidden")
    return gone
