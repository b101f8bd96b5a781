"""Receivers of what is published: add, change, pause, try out; send a delivery again."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.jobs import enqueue_on_commit
from cms.base.workflow import lock
from cms.places.models import Unit
from publishing.channel import Exchange, Message, SendError, discovered
from publishing.events import TEST
from publishing.models import Delivery, DeliveryState, PauseReason, Subscription
from publishing.permissions import may_integrate, may_manage_subscription
from publishing.services.receivers import CHAIN, previous_secret
from publishing.services.wishes import Wishes, read_wishes

SECRET_BYTES = 32
NAME_MAX = 120
# How long the old secret signs beside the new one.
GRACE = timedelta(hours=24)
TRIAL_TIMEOUT_S = 5.0
REPLAYABLE = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCONFIRMED)


@transaction.atomic
def subscribe(
    *,
    actor,
    channel: str,
    name: str,
    url: str,
    events: Iterable[str] = (),
    filters: Mapping[str, Iterable[str]] | None = None,
    unit: Unit | None = None,
) -> Subscription:
    """Add a receiver at ``url``; its ``secret`` is on the returned object, to be shown once.

    ``events`` (none: all), ``filters`` by name (``publishing.filters``) and ``unit`` say what it
    hears of. Side effect: audit event. Raises Refused, Invalid (``fields``).
    """
    may_integrate(actor).require()
    facts, wishes = _checked(channel, name, url, events, filters, unit)
    may_manage_subscription(actor, unit_path=wishes.unit_path).require()
    subscription = Subscription.objects.create(channel=channel, secret=_new_secret(), **facts)
    _record(actor, subscription, "subscription.added", _told(subscription))
    return subscription


@transaction.atomic
def change(
    *,
    actor,
    subscription_id: int,
    name: str,
    url: str,
    events: Iterable[str] = (),
    filters: Mapping[str, Iterable[str]] | None = None,
    unit: Unit | None = None,
) -> Subscription:
    """Change where a receiver is and what it hears of, from the next release on.

    Side effect: audit event with both states. Raises Missing, Refused, Invalid (``fields``).
    """
    subscription = _mine(actor, subscription_id)
    facts, wishes = _checked(subscription.channel, name, url, events, filters, unit)
    may_manage_subscription(actor, unit_path=wishes.unit_path).require()
    before = _told(subscription)
    for field, value in facts.items():
        setattr(subscription, field, value)
    subscription.save(update_fields=list(facts))
    _record(
        actor,
        subscription,
        "subscription.changed",
        {"before": before, "after": _told(subscription)},
    )
    return subscription


@transaction.atomic
def rotate_secret(*, actor, subscription_id: int) -> Subscription:
    """Give a new secret; for :data:`GRACE` what is sent is signed with the old one as well.

    Returns it with the new one to show once. Raises Missing, Refused.
    """
    subscription = _mine(actor, subscription_id)
    subscription.previous_secret = subscription.secret
    subscription.previous_secret_until = timezone.now() + GRACE
    subscription.secret = _new_secret()
    subscription.save(update_fields=["secret", "previous_secret", "previous_secret_until"])
    _record(actor, subscription, "subscription.secret-rotated")
    return subscription


@transaction.atomic
def end_grace(*, actor, subscription_id: int) -> Subscription:
    """The old secret signs no more from now on (it leaked, or everybody has the new one)."""
    subscription = _mine(actor, subscription_id)
    if previous_secret(subscription):
        subscription.previous_secret, subscription.previous_secret_until = "", None
        subscription.save(update_fields=["previous_secret", "previous_secret_until"])
        _record(actor, subscription, "subscription.grace-ended")
    return subscription


@transaction.atomic
def set_active(*, actor, subscription_id: int, active: bool) -> Subscription:
    """Pause or resume. What happens while it is paused waits, in order, and goes out after.

    Side effects: audit event; on resuming, delivery begins after commit with all its tries anew.
    Raises Missing, Refused.
    """
    subscription = _mine(actor, subscription_id)
    if subscription.is_active == active:
        return subscription
    now = timezone.now()
    subscription.is_active = active
    subscription.paused_at = None if active else now
    subscription.paused_reason = PauseReason.NONE if active else PauseReason.BY_HAND
    subscription.failing_since, subscription.failed_in_a_row = None, 0
    subscription.rests_until = None
    subscription.save(
        update_fields=[
            "is_active",
            "paused_at",
            "paused_reason",
            "failing_since",
            "failed_in_a_row",
            "rests_until",
        ]
    )
    _record(actor, subscription, "subscription.resumed" if active else "subscription.paused")
    if active:
        subscription.deliveries.filter(state=DeliveryState.WAITING).update(
            next_attempt_at=now, retry_until=None
        )
        enqueue_on_commit("publishing.tasks.deliver_due")
    return subscription


@dataclass(frozen=True, slots=True)
class Trial:
    """What a receiver answered to a test; ``error`` is empty when it took it."""

    body: bytes
    error: str
    exchange: Exchange | None


def try_out(*, actor, subscription_id: int) -> Trial:
    """Send a test event now and return what came back, within about five seconds.

    It is no delivery: nothing waits, is repeated or counts. No transaction is open while the
    remote side thinks. Side effect: audit event. Raises Missing, Refused.
    """
    with transaction.atomic():
        subscription = _mine(actor, subscription_id)
        message = Message(
            event_id=str(uuid.uuid4()),
            event=TEST,
            seq=0,
            occurred_at=timezone.now(),
            document=b"null",
            config=subscription.config,
            secret=subscription.secret,
            previous_secret=previous_secret(subscription),
            timeout_s=TRIAL_TIMEOUT_S,
        )
        _record(actor, subscription, "subscription.tried", {"event_id": message.event_id})
    channel = discovered()[subscription.channel]
    try:
        receipt = channel.send(message)
    except SendError as error:
        return Trial(channel.body(message), str(error), error.exchange)
    return Trial(channel.body(message), "", receipt.exchange)


@transaction.atomic
def replay(*, actor, delivery: Delivery) -> Delivery:
    """Queue ``delivery`` once more, with the same event id and the same bytes.

    Side effects: audit event, delivery begins after commit. Raises Refused; Conflict while it is
    still on its way, while its receiver is paused, and when the item has changed since: what was
    withdrawn in the meantime must not go out again.
    """
    current = lock(Delivery.objects.all(), pk=delivery.pk)
    may_manage_subscription(actor, unit_path=current.subscription.unit_path).require()
    if current.state not in REPLAYABLE:
        raise Conflict(_("Kiriman ini masih dalam antrean."))
    if not current.subscription.is_active:
        raise Conflict(_("Langganan ini dijeda. Lanjutkan dulu."))
    if current.item.seq > current.seq:
        raise Conflict(_("Terbitan ini sudah berubah; kiriman lama tidak dikirim lagi."))
    current.state = DeliveryState.WAITING
    current.next_attempt_at = timezone.now()
    current.finished_at = None
    current.retry_until = None
    current.last_error = ""
    current.save(
        update_fields=["state", "next_attempt_at", "finished_at", "retry_until", "last_error"]
    )
    _record(actor, current.subscription, "delivery.replayed", {"event_id": str(current.public_id)})
    enqueue_on_commit("publishing.tasks.deliver_due")
    return current


def _mine(actor, subscription_id: int) -> Subscription:
    """The receiver, locked, if ``actor`` may manage it."""
    may_integrate(actor).require()
    subscription = lock(Subscription.objects.all(), pk=subscription_id)
    may_manage_subscription(actor, unit_path=subscription.unit_path).require()
    return subscription


def _checked(channel, name, url, events, filters, unit) -> tuple[dict, Wishes]:
    """The columns of a receiver, checked. Raises Invalid with every mistake by field."""
    name, config = " ".join(name.split()), {"url": url.strip()}
    wishes, fields = read_wishes(events=events, filters=filters or {}, unit=unit)
    if not 0 < len(name) <= NAME_MAX:
        fields["name"] = _("Beri nama sampai 120 huruf.")
    if channel not in discovered():
        fields["channel"] = _("Kanal ini tidak dikenal.")
    elif discovered()[channel].check(config):
        fields["url"] = _(
            "Alamat tidak dapat dipakai: mulai dengan https:// atau http://, tanpa nama pengguna."
        )
    if fields:
        raise Invalid(_("Langganan belum lengkap."), fields=fields)
    columns = {
        "name": name,
        "config": config,
        "events": wishes.events,
        "filters": wishes.filters,
        "unit_path": wishes.unit_path,
    }
    return columns, wishes


def _told(subscription: Subscription) -> dict:
    """What the audit says about a receiver: everything but the secret."""
    return {
        "name": subscription.name,
        "channel": subscription.channel,
        "url": subscription.config.get("url", ""),
        "events": list(subscription.events),
        "filters": dict(subscription.filters),
    }


def _new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _record(actor, subscription: Subscription, verb: str, data: dict | None = None) -> None:
    audit.append(actor=actor, verb=verb, target=subscription, data=data, chain=CHAIN)
