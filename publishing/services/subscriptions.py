"""Receivers of what is published: add, pause, give a new secret; send a delivery again."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.jobs import enqueue_on_commit
from cms.base.workflow import lock
from publishing.channel import discovered
from publishing.models import Delivery, DeliveryState, Subscription
from publishing.permissions import may_integrate

CHAIN = "publishing:integrations"
SECRET_BYTES = 32
NAME_MAX = 120
REPLAYABLE = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCONFIRMED)


@transaction.atomic
def subscribe(*, actor, channel: str, name: str, url: str) -> Subscription:
    """Add a receiver at ``url``; its ``secret`` is on the returned object, to be shown once.

    Side effect: audit event. Raises Refused, Invalid (``fields``).
    """
    may_integrate(actor).require()
    name, config = " ".join(name.split()), {"url": url.strip()}
    fields = {}
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
    subscription = Subscription.objects.create(
        channel=channel, name=name, config=config, secret=_new_secret()
    )
    _record(actor, subscription, "subscription.added", {"name": name, "channel": channel})
    return subscription


@transaction.atomic
def rotate_secret(*, actor, subscription_id: int) -> Subscription:
    """Replace the secret; the old one is void at once. Returns it with the new one to show once."""
    may_integrate(actor).require()
    subscription = lock(Subscription.objects.all(), pk=subscription_id)
    subscription.secret = _new_secret()
    subscription.save(update_fields=["secret"])
    _record(actor, subscription, "subscription.secret-rotated")
    return subscription


@transaction.atomic
def set_active(*, actor, subscription_id: int, active: bool) -> Subscription:
    """Pause or resume. While paused nothing new is queued and what is queued waits."""
    may_integrate(actor).require()
    subscription = lock(Subscription.objects.all(), pk=subscription_id)
    if subscription.is_active == active:
        return subscription
    subscription.is_active = active
    subscription.save(update_fields=["is_active"])
    _record(actor, subscription, "subscription.resumed" if active else "subscription.paused")
    if active:
        enqueue_on_commit("publishing.tasks.deliver_due")
    return subscription


@transaction.atomic
def replay(*, actor, delivery: Delivery) -> Delivery:
    """Queue ``delivery`` once more, with the same event id and the same bytes.

    Side effects: audit event, delivery begins after commit. Raises Refused; Conflict while it is
    still on its way, while its receiver is paused, and when the item has changed since: what was
    withdrawn in the meantime must not go out again.
    """
    may_integrate(actor).require()
    current = lock(Delivery.objects.all(), pk=delivery.pk)
    if current.state not in REPLAYABLE:
        raise Conflict(_("Kiriman ini masih dalam antrean."))
    if not current.subscription.is_active:
        raise Conflict(_("Langganan ini dijeda. Lanjutkan dulu."))
    if current.item.seq > current.seq:
        raise Conflict(_("Terbitan ini sudah berubah; kiriman lama tidak dikirim lagi."))
    current.state = DeliveryState.WAITING
    current.next_attempt_at = timezone.now()
    current.finished_at = None
    current.last_error = ""
    current.save(update_fields=["state", "next_attempt_at", "finished_at", "last_error"])
    _record(actor, current.subscription, "delivery.replayed", {"event_id": str(current.public_id)})
    enqueue_on_commit("publishing.tasks.deliver_due")
    return current


def _new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _record(actor, subscription: Subscription, verb: str, data: dict | None = None) -> None:
    audit.append(actor=actor, verb=verb, target=subscription, data=data, chain=CHAIN)
