"""The delivery log is kept for a while, not for ever; and what ends by itself ends here."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.models import Delivery, DeliveryState, PauseReason, Subscription

KEPT = timedelta(days=90)
# What waits for a paused receiver is dropped after this time.
HELD_MAX = timedelta(days=30)
BATCH = 1000


def tidy_deliveries() -> int:
    """Delete up to :data:`BATCH` deliveries that ended long ago, with their attempts; drop what
    has been waiting too long for a paused receiver; forget old secrets. Return how many rows.

    Who holds which item is remembered elsewhere (``HeldItem``), so that an old release is still
    followed by its withdrawal. Three queries when there is nothing to do.
    """
    now = timezone.now()
    Subscription.objects.filter(previous_secret_until__lte=now).update(
        previous_secret="", previous_secret_until=None
    )
    paused = Subscription.objects.filter(is_active=False).exclude(paused_reason=PauseReason.GONE)
    waiting = Delivery.objects.filter(
        subscription__in=list(paused.values_list("pk", flat=True)),
        state=DeliveryState.WAITING,
        created_at__lt=now - HELD_MAX,
    )
    dropped = list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])
    Delivery.objects.filter(pk__in=dropped, state=DeliveryState.WAITING).update(
        state=DeliveryState.CANCELLED,
        finished_at=now,
        last_error=_("Penerima dijeda lebih dari 30 hari."),
    )
    old = Delivery.objects.filter(finished_at__lt=now - KEPT).order_by("finished_at")
    ended = list(old.values_list("pk", flat=True)[:BATCH])
    if ended:
        Delivery.objects.filter(pk__in=ended).delete()
    return len(dropped) + len(ended)
