"""Consent that runs out: staff are told in time, and afterwards nothing of it stays public."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.base import audit
from cms.base.workflow import lock
from cms.media.announcements import Ending, remind
from cms.media.models import Consent
from cms.media.permissions import publishable
from cms.media.services.consent import as_owner
from cms.media.services.endings import BATCH, REMINDED_AT, reminder_at, take_back
from cms.media.services.uploads import audit_chain


def sweep_expired_consents() -> int:
    """What is public by a consent that has run out goes; return how many things went."""
    over = (
        Consent.objects.filter(
            Q(photo__public_uses__isnull=False) | Q(video__public_uses__isnull=False),
            expires_on__lt=timezone.localdate(),
            withdrawn_at=None,
        )
        .select_related("photo", "video")
        .distinct()
    )
    things = {consent.photo or consent.video for consent in over}
    gone = 0
    for thing in things:
        if publishable(**{f"{kind}s": [one] for kind, one in as_owner(thing).items()}):
            continue
        take_back(thing=thing, reason="consent-expired")
        gone += 1
    return gone


def sweep_reminders() -> int:
    """Have staff told of consents that end within 30 and within 7 days, once each; return how
    many were told of. A day on which no sweep ran is made up for."""
    today = timezone.localdate()
    told = 0
    for days in REMINDED_AT:
        due = Consent.objects.filter(
            Q(reminded_days=None) | Q(reminded_days__gt=days),
            withdrawn_at=None,
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
    consent.reminded_days = reminder_at(days_left)
    consent.save(update_fields=["reminded_days"])
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
