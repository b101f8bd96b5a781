"""Rights of use that end: the same path as a consent that runs out."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.base import audit
from cms.base.workflow import lock
from cms.media.announcements import Ending, remind
from cms.media.models import Photo, Video
from cms.media.services.endings import (
    BATCH,
    REMINDED_AT,
    public_ones,
    reminder_at,
    take_back_forbidden,
)
from cms.media.services.uploads import audit_chain


def sweep_ended_licences() -> int:
    """What is public by a right of use that has ended goes; return how many things went."""
    gone = 0
    for model in (Photo, Video):
        over = public_ones(model).filter(licence_until__lt=timezone.localdate())
        gone += take_back_forbidden(things=list(over[:BATCH]), reason="licence-ended")
    return gone


def sweep_licence_reminders() -> int:
    """Have staff told of rights that end within 30 and within 7 days, once each; return how many
    were told of. A day on which no sweep ran is made up for; a renewed right is told of anew."""
    today = timezone.localdate()
    told = 0
    for model in (Photo, Video):
        for days in REMINDED_AT:
            due = model.objects.filter(
                ~Q(licence_reminded_for=F("licence_until"))
                | Q(licence_reminded_for=None)
                | Q(licence_reminded_days__gt=days),
                licence_until__gte=today,
                licence_until__lte=today + timedelta(days=days),
            )
            for pk in due.order_by("licence_until").values_list("pk", flat=True)[:BATCH]:
                told += _tell(model, pk, days)
    return told


@transaction.atomic
def _tell(model: type[Photo | Video], pk: int, days: int) -> int:
    thing = lock(model.objects.all(), pk=pk)
    until, told = thing.licence_until, thing.licence_reminded_days
    if until is None or (thing.licence_reminded_for == until and told and told <= days):
        return 0
    days_left = (until - timezone.localdate()).days
    if not 0 <= days_left <= days:
        return 0
    model.objects.filter(pk=pk).update(
        licence_reminded_for=until, licence_reminded_days=reminder_at(days_left)
    )
    audit.append(
        actor=None,
        verb="media.licence-reminded",
        target=thing,
        data={"days": days_left},
        chain=audit_chain(thing.public_id),
    )
    remind(Ending("licence", thing=thing, on=until))
    return 1
