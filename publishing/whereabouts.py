"""Where a page is by now: what the read model and the outboxes say about it. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from cms.base.outbox import OPEN as OUTBOX_OPEN
from cms.base.outbox import OutboxState
from publishing.feeds.spec import addresses_of
from publishing.models import (
    Delivery,
    DeliveryState,
    HubPing,
    ItemState,
    PublishedItem,
    Purge,
)

DELIVERIES_SHOWN = 20
DELIVERY_OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Pings:
    """How many hubs have to hear of the last change, heard, and were given up."""

    waiting: int
    done: int
    failed: int
    error: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """``item`` is None when the page was never public. ``goes_live_at`` is its schedule."""

    page: Any
    item: PublishedItem | None
    goes_live_at: datetime | None
    feeds: tuple[str, ...] = ()
    purge: Purge | None = None
    pings: Pings | None = None
    deliveries: tuple[Delivery, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.item is not None and self.item.state == ItemState.LIVE

    @property
    def is_pending(self) -> bool:
        """Something is still on its way."""
        return bool(
            (self.purge and self.purge.reached in OUTBOX_OPEN)
            or (self.pings and self.pings.waiting)
            or any(row.state in DELIVERY_OPEN for row in self.deliveries)
        )


def whereabouts(page) -> Whereabouts:
    """Where ``page`` is. Five queries at most, however many receivers there are."""
    # What was approved to go live later is a revision; None when nothing is scheduled.
    scheduled = page.scheduled_revision
    goes_live_at = scheduled.approved_go_live_at if scheduled else None
    item = (
        PublishedItem.objects.filter(public_id=page.public_id)
        .defer("body_html", "document", "data")
        .first()
    )
    if item is None:
        return Whereabouts(page, None, goes_live_at)
    return Whereabouts(
        page,
        item,
        goes_live_at,
        feeds=_feeds(item),
        purge=Purge.objects.filter(seq=item.seq).first(),
        pings=_pings(item),
        deliveries=tuple(
            Delivery.objects.filter(item=item)
            .select_related("subscription")
            .defer("document")
            .order_by("-id")[:DELIVERIES_SHOWN]
        ),
    )


def _feeds(item: PublishedItem) -> tuple[str, ...]:
    if item.state != ItemState.LIVE:
        return ()
    return tuple(
        addresses_of(
            kind=item.kind,
            tags=item.cache_tags.split(),
            has_photo=item.has_photo,
            has_video=item.has_video,
            has_audio=item.has_audio,
        )
    )


def _pings(item: PublishedItem) -> Pings:
    found = HubPing.objects.filter(seq=item.seq).aggregate(
        waiting=Count("pk", filter=Q(state__in=OUTBOX_OPEN)),
        done=Count("pk", filter=Q(state=OutboxState.DONE)),
        failed=Count("pk", filter=Q(state=OutboxState.FAILED)),
        error=Max("last_error"),
    )
    return Pings(**(found | {"error": found["error"] or ""}))
