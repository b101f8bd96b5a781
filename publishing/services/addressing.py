"""Who hears of a change: one delivery for each receiver that asked for it, or has to know."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import document
from publishing.events import GONE, LEFT, RELEASED, REMOVALS
from publishing.filters import listens, matches
from publishing.models import (
    Delivery,
    DeliveryState,
    HeldItem,
    PauseReason,
    PublishedItem,
    Subscription,
)

LEFT_STATE = "left"


def address(*, row: PublishedItem, event: str, old_tags: Sequence[str]) -> int:
    """Write the deliveries that ``event`` of ``row`` makes necessary; return how many.

    Call it inside the transaction of the change, once the row is saved; ``old_tags`` are its cache
    tags before, empty when it is new. The number of queries does not grow with the number of
    receivers. Whoever holds the item always hears that it is gone, and that it left their filter,
    whatever events they asked for. Text of a gone item that was not sent yet never will be.
    """
    wishes = Subscription.objects.exclude(paused_reason=PauseReason.GONE)
    receivers = list(wishes.only("pk", "events", "filters"))
    if not receivers:
        return 0
    tags, before = set(row.cache_tags.split()), set(old_tags)
    holders = set(HeldItem.objects.filter(item=row).values_list("subscription_id", flat=True))
    told = {}
    for receiver in receivers:
        heard = _heard(receiver, event, tags, before, holds=receiver.pk in holders)
        if heard:
            told[receiver.pk] = heard
    if event in GONE.values():
        _cancel_text(Delivery.objects.filter(item=row))
        HeldItem.objects.filter(item=row).delete()
    else:
        leaving = [pk for pk, heard in told.items() if heard == LEFT]
        if leaving:
            _cancel_text(Delivery.objects.filter(item=row, subscription_id__in=leaving))
            HeldItem.objects.filter(item=row, subscription_id__in=leaving).delete()
        HeldItem.objects.bulk_create(
            [
                HeldItem(item=row, subscription_id=pk)
                for pk, heard in told.items()
                if heard != LEFT and pk not in holders
            ],
            ignore_conflicts=True,
        )
    return _write(row, told)


def _heard(receiver, event: str, tags: set, before: set, *, holds: bool) -> str:
    """Which event this receiver hears of; empty when none."""
    wanted = matches(receiver.filters, tags)
    if event in GONE.values():
        return event if holds or (wanted and listens(receiver.events, event)) else ""
    if not wanted:
        return LEFT if holds else ""
    entered = bool(before) and not matches(receiver.filters, before)
    if not holds and (entered or not listens(receiver.events, event)):
        # To somebody who does not have it, the first word of it is a release.
        event = RELEASED
    return event if listens(receiver.events, event) else ""


def _cancel_text(deliveries) -> None:
    """A text that may not be shown any more is not sent, and holds up no word of its leaving."""
    deliveries.filter(state=DeliveryState.WAITING, is_urgent=False).update(
        state=DeliveryState.CANCELLED,
        finished_at=timezone.now(),
        last_error=_("Isinya tidak berlaku lagi sebelum sempat dikirim."),
    )


def _write(row: PublishedItem, told: dict[int, str]) -> int:
    now = timezone.now()
    left = document.tombstone_bytes(
        public_id=row.public_id, kind=row.kind, path=row.path, state=LEFT_STATE, at=now
    )
    Delivery.objects.bulk_create(
        Delivery(
            subscription_id=pk,
            item=row,
            event=heard,
            seq=row.seq,
            document=left if heard == LEFT else row.document,
            is_urgent=heard in REMOVALS,
            next_attempt_at=now,
        )
        for pk, heard in told.items()
    )
    return len(told)
