"""Consent that runs out: staff are told in time, and afterwards nothing of it stays public."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.base import audit
from cms.base.workflow import lock
from cms.media.announcements import Ending, remind
from cms.media.models import Consent, Photo, Video
from cms.media.selectors import without_renewal
from cms.media.services.endings import (
    BATCH,
    REMINDED_AT,
    public_ones,
    reminder_at,
    take_back_forbidden,
)
from cms.media.services.uploads import audit_chain

LOOKED_BACK = timedelta(days=7)


def sweep_expired_consents() -> int:
    """What is public by a consent that has run out goes; return how many things went.

    Looks at those of the last days; what a longer pause left is found by
    ``endings.sweep_forbidden``. Six queries for every hundred that may stay all the same.
    """
    today = timezone.localdate()
    over = Consent.objects.filter(
        expires_on__lt=today, expires_on__gte=today - LOOKED_BACK, withdrawn_at=None
    )
    gone = 0
    for model, kind in ((Photo, "photo"), (Video, "video")):
        things = public_ones(model).filter(Exists(over.filter(**{kind: OuterRef("pk")})))
        last = 0
        while batch := list(things.filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            gone += take_back_forbidden(things=batch, reason="consent-expired")
    return gone


def sweep_reminders() -> int:
    """Have staff told of consents that end within 30 and within 7 days, once each, and that nobody
    renewed; return how many were told of. A day on which no sweep ran is made up for."""
    today = timezone.localdate()
    told = 0
    for days in REMINDED_AT:
        due = Consent.objects.filter(
            Q(reminded_days=None) | Q(reminded_days__gt=days),
            withdrawn_at=None,
            replaced_at=None,
            expires_on__gte=today,
            expires_on__lte=today + timedelta(days=days),
        )
        for pk in due.order_by("expires_on").values_list("pk", flat=True)[:BATCH]:
            told += _tell(pk, days)
    return told


@transaction.atomic
def _tell(pk: int, days: int) -> int:
    consent = lock(Consent.objects.all(), pk=pk)
    if consent.withdrawn_at or (consent.reminded_days and consent.reminded_days <= days):
        return 0
    days_left = (consent.expires_on - timezone.localdate()).days
    # Of a renewed one too: it is not looked at again before the next reminder.
    consent.reminded_days = reminder_at(days_left)
    consent.save(update_fields=["reminded_days"])
    if not without_renewal([consent]):
        return 0
    thing = consent.photo or consent.video
    audit.append(
        actor=None,
        verb="media.consent-reminded",
        target=thing,
        data={"consent": consent.pk, "days": days_left},
        chain=audit_chain(thing.public_id),
    )
    remind(Ending("consent", thing=thing, on=consent.expires_on, recorded_by=consent.recorded_by))
    return 1
