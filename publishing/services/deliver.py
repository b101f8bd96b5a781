"""The outbox worker: a receiver's turn, one attempt after the other, each committed beforehand."""

from __future__ import annotations

import logging
import random
import threading
import time
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.sql import Constant
from publishing.channel import Channel, Exchange, Message, SendError, discovered
from publishing.models import Attempt, Delivery, DeliveryState, Subscription
from publishing.services import receivers

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
BATCH = 100
# One receiver's turn ends after this many seconds: the others wait no longer for it.
TURN_S = 5.0
# The longest wait after each try, in seconds; the last one repeats. The wait itself is random.
BACK_OFF_S = (10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)
SHORTEST_WAIT_S = 1.0
# A delivery fails when both are used up, counted from its first try.
TRIES_MIN = 10
GIVE_UP_AFTER = timedelta(hours=30)
OPEN = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNCONFIRMED)
# As the index "delivery_turn" has it, so that SQLite uses it too.
TRIED = [Constant(DeliveryState.WAITING.value), Constant(DeliveryState.SENDING.value)]
_CANDIDATES = 20


def deliver_due(*, limit: int = BATCH, budget_s: float | None = None, threads: int = 1) -> int:
    """Send up to ``limit`` deliveries whose time has come; return how many were tried.

    Receivers take turns, each with one attempt at a time, whoever was served longest ago first; a
    slow one holds up nobody but the thread that serves it. No turn begins after ``budget_s``
    seconds. ``threads`` above 1 serve as many receivers at once, each with its own database
    connection. Safe to run in any number of processes. Within one receiver the events of one item
    go out in order: a later one waits for the earlier.
    """
    if threads == 1 or not _waiting(set()).exists():
        return _serve(limit, budget_s)
    counts: list[int] = []
    workers = [
        threading.Thread(target=_serve_apart, args=(limit, budget_s, counts), daemon=True)
        for _number in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts)


def _serve_apart(limit: int, budget_s: float | None, counts: list[int]) -> None:
    try:
        counts.append(_serve(limit, budget_s))
    except Exception:
        log.exception("a delivering thread ended")
    finally:
        connection.close()


def _serve(limit: int, budget_s: float | None) -> int:
    began, tried, idle = time.monotonic(), 0, set()
    while tried < limit and (budget_s is None or time.monotonic() - began < budget_s):
        receiver = _claim_receiver(idle)
        if receiver is None:
            break
        try:
            done = _turn(receiver, limit - tried)
        finally:
            Subscription.objects.filter(pk=receiver.pk, leased_until=receiver.leased_until).update(
                leased_until=None
            )
        tried += done
        if not done:
            # What is due waits for something earlier: not to be asked again in this round.
            idle.add(receiver.pk)
    return tried


def _free() -> QuerySet[Subscription]:
    """Receivers that nobody serves now, that do not rest and are not paused."""
    now = timezone.now()
    return Subscription.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        Q(rests_until=None) | Q(rests_until__lte=now),
        is_active=True,
        # A channel that was taken out must not stop the others.
        channel__in=discovered(),
    )


def _waiting(idle: set[int]) -> QuerySet[Subscription]:
    """Free receivers with something due, but for ``idle``; whoever waited longest first."""
    due = Delivery.objects.filter(
        subscription=OuterRef("pk"), state__in=TRIED, next_attempt_at__lte=timezone.now()
    )
    found = _free().exclude(pk__in=idle).filter(Exists(due))
    return found.order_by(F("last_turn_at").asc(nulls_first=True), "pk")


def _claim_receiver(idle: set[int]) -> Subscription | None:
    """Take a receiver with something due under a lease; None when there is none."""
    now = timezone.now()
    for pk in _waiting(idle).values_list("pk", flat=True)[:_CANDIDATES]:
        # Whoever moves the lease first has it; the others match no row.
        if _free().filter(pk=pk).update(leased_until=now + LEASE, last_turn_at=now):
            return Subscription.objects.get(pk=pk)
    return None


def _turn(receiver: Subscription, limit: int) -> int:
    """Attempt what is due to ``receiver`` until its time is over or it fails; return how many."""
    began, tried = time.monotonic(), 0
    while tried < limit and (tried == 0 or time.monotonic() - began < TURN_S):
        delivery = _claim(receiver)
        if delivery is None:
            break
        tried += 1
        if not _attempt(receiver, delivery):
            break
    return tried


def _due(receiver: Subscription) -> QuerySet[Delivery]:
    """What is due to ``receiver``, or was left by a worker whose lease ran out."""
    return Delivery.objects.filter(
        subscription=receiver, state__in=TRIED, next_attempt_at__lte=timezone.now()
    )


def ready_for(receiver: Subscription) -> QuerySet[Delivery]:
    """What is due to ``receiver`` and waits for nothing earlier of its item, in order."""
    earlier = Delivery.objects.filter(
        subscription=receiver, item=OuterRef("item"), seq__lt=OuterRef("seq"), state__in=OPEN
    )
    ready = _due(receiver).filter(~Exists(earlier))
    return ready.order_by("-is_urgent", "next_attempt_at", "pk")


def _claim(receiver: Subscription) -> Delivery | None:
    """Take one due delivery of ``receiver`` under a lease, by a conditional UPDATE."""
    lease = timezone.now() + LEASE
    for pk in ready_for(receiver).values_list("pk", flat=True)[:_CANDIDATES]:
        # SENDING with a past next_attempt_at is a lease that ran out: its worker died.
        won = _due(receiver).filter(pk=pk)
        if won.update(state=DeliveryState.SENDING, leased_until=lease, next_attempt_at=lease):
            return Delivery.objects.get(pk=pk)
    return None


def _attempt(receiver: Subscription, delivery: Delivery) -> bool:
    """Try ``delivery`` once; return whether the receiver may be asked for more at once."""
    channel = discovered()[receiver.channel]
    open_attempt = delivery.attempts.filter(ended_at=None).first()
    if open_attempt is not None:
        _close(open_attempt, "unknown", "the worker ended before the answer came")
        if not channel.is_idempotent:
            _finish(delivery, DeliveryState.UNCONFIRMED, error="a person must look")
            return True
        if _is_overtaken(delivery):
            _finish(delivery, DeliveryState.CANCELLED, error=_overtaken())
            return True
    now = timezone.now()
    with transaction.atomic(durable=True):
        # Committed before the remote side is touched: a crash cannot hide that it was.
        delivery.attempt_count += 1
        delivery.retry_until = delivery.retry_until or now + GIVE_UP_AFTER
        delivery.save(update_fields=["attempt_count", "retry_until"])
        attempt = Attempt.objects.create(
            delivery=delivery, number=delivery.attempt_count, began_at=now
        )
    try:
        receipt = channel.send(message_of(receiver, delivery))
    except SendError as error:
        _close(attempt, "unknown" if error.is_unknown else "refused", str(error), error.exchange)
        return _after_error(receiver, delivery, error, channel)
    except Exception as error:
        log.exception("delivery %s", delivery.public_id)
        _close(attempt, "broken", type(error).__name__)
        return _after_error(receiver, delivery, SendError(type(error).__name__), channel)
    _close(attempt, "sent", "", receipt.exchange)
    _finish(delivery, DeliveryState.SENT, remote_id=receipt.remote_id)
    receivers.note_success(receiver)
    return True


def message_of(receiver: Subscription, delivery: Delivery) -> Message:
    """``delivery`` as its channel sends it now."""
    return Message(
        event_id=str(delivery.public_id),
        event=delivery.event,
        seq=delivery.seq,
        occurred_at=delivery.created_at,
        document=bytes(delivery.document),
        config=receiver.config,
        secret=receiver.secret,
        previous_secret=receivers.previous_secret(receiver),
    )


def _close(attempt: Attempt, outcome: str, detail: str, exchange: Exchange | None = None) -> None:
    attempt.ended_at, attempt.outcome, attempt.detail = timezone.now(), outcome, detail[:300]
    if exchange is not None:
        attempt.request_headers = dict(exchange.request_headers)
        attempt.response_status = exchange.status
        attempt.response_body = exchange.body
        attempt.duration_ms = exchange.duration_ms
    attempt.save()


def _after_error(
    receiver: Subscription, delivery: Delivery, error: SendError, channel: Channel
) -> bool:
    """Write what follows from ``error``; return whether to go on with this receiver at once."""
    if error.is_gone:
        _finish(delivery, DeliveryState.FAILED, error=str(error))
        receivers.note_gone(receiver)
        return False
    if error.permanent or _is_used_up(delivery):
        _finish(delivery, DeliveryState.FAILED, error=str(error))
        return receivers.note_lost(receiver)
    if error.is_unknown and not channel.is_idempotent:
        _finish(delivery, DeliveryState.UNCONFIRMED, error=str(error))
        return True
    if _is_overtaken(delivery):
        _finish(delivery, DeliveryState.CANCELLED, error=_overtaken())
    else:
        _again(delivery, error)
    receivers.note_trouble(receiver, retry_after_s=error.retry_after_s)
    return False


def _is_used_up(delivery: Delivery) -> bool:
    tries_left = delivery.attempt_count < TRIES_MIN
    return not tries_left and delivery.retry_until <= timezone.now()


def _is_overtaken(delivery: Delivery) -> bool:
    """Whether the item left meanwhile: its text must not be sent once more."""
    later = Delivery.objects.filter(
        subscription=delivery.subscription_id,
        item=delivery.item_id,
        seq__gt=delivery.seq,
        is_urgent=True,
    )
    return not delivery.is_urgent and later.exists()


def _overtaken() -> str:
    return _("Isinya tidak berlaku lagi sebelum sempat dikirim.")


def _again(delivery: Delivery, error: SendError) -> None:
    """Wait a random part of the back-off ("full jitter"), so that not all come back at once."""
    longest = BACK_OFF_S[min(delivery.attempt_count, len(BACK_OFF_S)) - 1]
    wait = random.uniform(SHORTEST_WAIT_S, longest)  # noqa: S311
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING,
        leased_until=None,
        next_attempt_at=timezone.now() + timedelta(seconds=max(wait, error.retry_after_s or 0)),
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
