"""How a receiver fares: rest after trouble, pause when nothing helps, go on when it is back."""

from __future__ import annotations

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.base import audit
from cms.people.selectors import administrators_of
from cms.people.services.notices import notify
from publishing.models import (
    Delivery,
    DeliveryState,
    HeldItem,
    PauseReason,
    Subscription,
)

CHAIN = "publishing:integrations"
# Without one success for so long, a receiver is paused; what happens meanwhile waits for it.
FAILING_MAX = timedelta(days=3)
# So many deliveries given up or refused in a row: it does not want what we send.
LOST_MAX = 20
# A receiver in trouble rests for a part of the time that it has been failing, between these; what
# it really is lies between half of that and the whole.
REST_MIN_S, REST_MAX_S = 10.0, 300.0
REST_PART = 0.25
# After an outage this long, everything that waits is tried again at once.
OUTAGE = timedelta(minutes=5)
NOTIFIED_MAX = 50
NOTICES = {
    PauseReason.GONE: _(
        "Penerima “%(name)s” berhenti berlangganan (HTTP 410). Tidak ada lagi yang dikirim."
    ),
    PauseReason.REFUSING: _(
        "Pengiriman ke “%(name)s” dijeda: kiriman ditolak terus-menerus. Periksa alamatnya, "
        "coba dengan “Kirim uji coba”, lalu lanjutkan. Kabar baru menunggu."
    ),
    PauseReason.FAILING: _(
        "Pengiriman ke “%(name)s” dijeda: sudah tiga hari tidak menjawab. Hubungi pemiliknya, "
        "lalu lanjutkan. Yang menunggu tidak hilang."
    ),
}


def previous_secret(receiver: Subscription) -> str:
    """The secret from before the last change while it still counts, else an empty text."""
    until = receiver.previous_secret_until
    return receiver.previous_secret if until and until > timezone.now() else ""


def note_success(receiver: Subscription) -> None:
    """It answered: forget the trouble, and after an outage try everything that waits for it."""
    since = receiver.failing_since
    if since is None and not receiver.failed_in_a_row:
        return
    now = timezone.now()
    receiver.failing_since, receiver.failed_in_a_row, receiver.rests_until = None, 0, None
    receiver.save(update_fields=["failing_since", "failed_in_a_row", "rests_until"])
    if since and now - since > OUTAGE:
        Delivery.objects.filter(
            subscription=receiver, state=DeliveryState.WAITING, next_attempt_at__gt=now
        ).update(next_attempt_at=now)


def note_trouble(receiver: Subscription, *, retry_after_s: float | None = None) -> None:
    """It failed in a way that may pass: let it rest, or pause it when that has lasted too long.

    ``retry_after_s`` is the pause that it asked for itself.
    """
    now = timezone.now()
    receiver.failing_since = receiver.failing_since or now
    failing = now - receiver.failing_since
    if failing >= FAILING_MAX:
        _pause(receiver, PauseReason.FAILING)
        return
    longest = min(REST_MAX_S, max(REST_MIN_S, failing.total_seconds() * REST_PART))
    rest = max(random.uniform(longest / 2, longest), retry_after_s or 0)  # noqa: S311
    receiver.rests_until = now + timedelta(seconds=rest)
    receiver.save(update_fields=["failing_since", "rests_until"])


def note_lost(receiver: Subscription) -> bool:
    """A delivery was refused for good or given up; return whether to go on with the next one."""
    receiver.failing_since = receiver.failing_since or timezone.now()
    receiver.failed_in_a_row += 1
    receiver.save(update_fields=["failing_since", "failed_in_a_row"])
    if receiver.failed_in_a_row < LOST_MAX:
        return True
    _pause(receiver, PauseReason.REFUSING)
    return False


@transaction.atomic
def note_gone(receiver: Subscription) -> None:
    """It answered 410: it wants nothing any more. What waits for it is dropped."""
    _pause(receiver, PauseReason.GONE)
    Delivery.objects.filter(subscription=receiver, state=DeliveryState.WAITING).update(
        state=DeliveryState.CANCELLED,
        finished_at=timezone.now(),
        last_error=gettext("Penerima sudah berhenti berlangganan."),
    )
    HeldItem.objects.filter(subscription=receiver).delete()


@transaction.atomic
def _pause(receiver: Subscription, reason: PauseReason) -> None:
    """Pause, once, and tell the administrators why and what to do."""
    now = timezone.now()
    won = Subscription.objects.filter(pk=receiver.pk, is_active=True).update(
        is_active=False,
        paused_reason=reason,
        paused_at=now,
        failing_since=receiver.failing_since,
    )
    if not won:
        return
    audit.append(
        actor=None,
        verb="subscription.paused",
        target=receiver,
        data={"reason": str(reason.value)},
        chain=CHAIN,
    )
    for user in administrators_of(receiver.unit_path)[:NOTIFIED_MAX]:
        notify(
            user=user,
            text=lambda: _notice(receiver, reason),
            path=f"/admin/integrasi/langganan/{receiver.pk}/",
        )


def _notice(receiver: Subscription, reason: PauseReason) -> str:
    return NOTICES[reason] % {"name": receiver.name[:80]}
