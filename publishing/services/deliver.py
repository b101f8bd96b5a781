"""The outbox worker: claim, commit the attempt, touch the remote side once, write the outcome."""

from __future__ import annotations

import logging
import random
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from publishing.channel import Message, SendError, discovered
from publishing.models import Attempt, Delivery, DeliveryState, Subscription

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
BATCH = 100
# Waits between tries in seconds: 25 tries over about 32 hours.
BACK_OFF_S = (10, 30, 60, 120, 300, 600, 1200, 1800, 3600, *([7200] * 15))
OPEN = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNCONFIRMED)


def deliver_due(*, limit: int = BATCH) -> int:
    """Send up to ``limit`` deliveries whose time has come; return how many were tried.

    Safe to run in any number of processes. Within one subscription the events of one item go out
    in order: a later one waits for the earlier.
    """
    tried = 0
    while tried < limit:
        claimed = _claim()
        if claimed is None:
            break
        _attempt(claimed)
        tried += 1
    return tried


def _claim() -> Delivery | None:
    """Take one due delivery under a lease, by a conditional UPDATE; None when nothing is due."""
    now = timezone.now()
    earlier = Delivery.objects.filter(
        subscription=OuterRef("subscription"),
        item=OuterRef("item"),
        seq__lt=OuterRef("seq"),
        state__in=OPEN,
    )
    due = Delivery.objects.filter(
        ~Exists(earlier),
        state__in=[DeliveryState.WAITING, DeliveryState.SENDING],
        next_attempt_at__lte=now,
        subscription__is_active=True,
        # A channel that was taken out must not stop the others.
        subscription__channel__in=discovered(),
    ).order_by("next_attempt_at", "pk")
    for delivery_id in due.values_list("pk", flat=True)[:20]:
        # SENDING with a past next_attempt_at is a lease that ran out: its worker died.
        won = Delivery.objects.filter(
            pk=delivery_id,
            state__in=[DeliveryState.WAITING, DeliveryState.SENDING],
            next_attempt_at__lte=now,
        ).update(state=DeliveryState.SENDING, leased_until=now + LEASE, next_attempt_at=now + LEASE)
        if won:
            return Delivery.objects.select_related("subscription", "item").get(pk=delivery_id)
    return None


def _attempt(delivery: Delivery) -> None:
    channel = discovered()[delivery.subscription.channel]
    open_attempt = delivery.attempts.filter(ended_at=None).first()
    if open_attempt is not None:
        _close(open_attempt, "unknown", "the worker ended before the answer came")
        if not channel.is_idempotent:
            _finish(delivery, DeliveryState.UNCONFIRMED, error="a person must look")
            return
    with transaction.atomic(durable=True):
        # Committed before the remote side is touched: a crash cannot hide that it was.
        delivery.attempt_count += 1
        delivery.save(update_fields=["attempt_count"])
        attempt = Attempt.objects.create(
            delivery=delivery, number=delivery.attempt_count, began_at=timezone.now()
        )
    try:
        remote_id = channel.send(_message(delivery))
    except SendError as error:
        _close(attempt, "unknown" if error.is_unknown else "refused", str(error))
        _after_error(delivery, error, is_idempotent=channel.is_idempotent)
    except Exception as error:
        log.exception("delivery %s", delivery.public_id)
        _close(attempt, "broken", type(error).__name__)
        _after_error(delivery, SendError(type(error).__name__), is_idempotent=True)
    else:
        _close(attempt, "sent", "")
        _finish(delivery, DeliveryState.SENT, remote_id=remote_id)


def _message(delivery: Delivery) -> Message:
    return Message(
        event_id=str(delivery.public_id),
        event=delivery.event,
        seq=delivery.seq,
        occurred_at=delivery.created_at,
        document=bytes(delivery.document),
        config=delivery.subscription.config,
        secret=delivery.subscription.secret,
    )


def _close(attempt: Attempt, outcome: str, detail: str) -> None:
    attempt.ended_at, attempt.outcome, attempt.detail = timezone.now(), outcome, detail[:300]
    attempt.save(update_fields=["ended_at", "outcome", "detail"])


def _after_error(delivery: Delivery, error: SendError, *, is_idempotent: bool) -> None:
    if error.is_gone:
        Subscription.objects.filter(pk=delivery.subscription_id).update(is_active=False)
    if error.permanent or delivery.attempt_count > len(BACK_OFF_S):
        _finish(delivery, DeliveryState.FAILED, error=str(error))
        return
    if error.is_unknown and not is_idempotent:
        _finish(delivery, DeliveryState.UNCONFIRMED, error=str(error))
        return
    wait = BACK_OFF_S[delivery.attempt_count - 1] * random.uniform(0.8, 1.2)  # noqa: S311
    wait = max(wait, error.retry_after_s or 0)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING,
        leased_until=None,
        next_attempt_at=timezone.now() + timedelta(seconds=wait),
        last_error=str(error)[:300],
    )


def _finish(delivery: Delivery, state: str, *, error: str = "", remote_id: str = "") -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        leased_until=None,
        finished_at=timezone.now(),
        last_error=error[:300],
        remote_id=remote_id,
    )
