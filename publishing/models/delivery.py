"""The outbox towards channels: who receives, what is to be sent, and every try."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.item import PublishedItem


class PauseReason(models.TextChoices):
    """Why nothing is sent to a receiver. What happens meanwhile waits, unless it left."""

    NONE = "", _("Tidak dijeda")
    BY_HAND = "manual", _("Dijeda oleh administrator")
    FAILING = "failing", _("Tidak menjawab selama tiga hari")
    REFUSING = "refusing", _("Menolak terus-menerus")
    GONE = "gone", _("Berhenti berlangganan (HTTP 410)")


class Subscription(models.Model):
    """Where a channel delivers to: one webhook receiver, one account of a platform.

    ``unit_path`` is the path of the unit that the filter limits it to (blank: all of Indonesia);
    whoever administers that unit manages it. A receiver is worked on by one process at a time, its
    turn, which is a lease; after trouble it rests for a moment.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(_("kanal"), max_length=30)
    name = models.CharField(_("nama"), max_length=120)
    config = models.JSONField(_("pengaturan"), default=dict)
    events = models.JSONField(
        _("peristiwa"), default=list, blank=True, help_text=_("Kosong: semua peristiwa.")
    )
    filters = models.JSONField(
        _("saringan"), default=dict, blank=True, help_text=_("Kosong: semua terbitan.")
    )
    secret = models.CharField(_("rahasia"), max_length=200, blank=True)
    previous_secret = models.CharField(max_length=200, blank=True)
    previous_secret_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_reason = models.CharField(max_length=300, blank=True, choices=PauseReason)
    failing_since = models.DateTimeField(null=True, blank=True)
    failed_in_a_row = models.PositiveSmallIntegerField(
        default=0, help_text=_("Kiriman yang gagal berturut-turut tanpa satu pun yang terkirim.")
    )
    unit_path = models.CharField(max_length=255, blank=True, db_index=True)
    last_turn_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("langganan")
        verbose_name_plural = _("langganan")

    def __str__(self):
        return self.name


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
    UNCONFIRMED = "unconfirmed", _("Belum pasti")
    CANCELLED = "cancelled", _("Dibatalkan")


class Delivery(models.Model):
    """The outbox: one event of one item for one subscription, written when the item is released.

    Claimed by conditional UPDATE under a lease; every try is an :class:`Attempt` that is committed
    *before* the remote side is touched, so a crash can never hide that it was.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=20)
    seq = models.PositiveBigIntegerField()
    document = models.BinaryField(
        default=bytes, help_text=_("Yang dikatakan saat itu: kiriman ulang sama persis.")
    )
    state = models.CharField(max_length=11, choices=DeliveryState, default=DeliveryState.WAITING)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    is_urgent = models.BooleanField(
        default=False, help_text=_("Penarikan mendahului kabar tentang terbitan lain.")
    )
    next_attempt_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    retry_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    remote_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pengiriman")
        verbose_name_plural = _("pengiriman")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "item", "seq"], name="delivery_once")
        ]
        indexes = [
            models.Index(
                fields=["subscription", "-is_urgent", "next_attempt_at", "id"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="delivery_turn",
            ),
            models.Index(fields=["subscription", "-id"], name="delivery_log"),
            models.Index(fields=["state", "-id"], name="delivery_log_state"),
            models.Index(fields=["finished_at"], name="delivery_finished"),
        ]

    def __str__(self):
        return f"{self.event} → {self.subscription}"


class HeldItem(models.Model):
    """A receiver was given this item and not told yet that it left: it must be, whatever its
    filter says by then, and however old the deliveries are."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="held")
    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="held_by")

    class Meta:
        verbose_name = _("terbitan pada penerima")
        constraints = [models.UniqueConstraint(fields=["item", "subscription"], name="held_once")]

    def __str__(self):
        return f"{self.subscription_id} – {self.item_id}"


class Attempt(models.Model):
    """One try of a delivery: committed when it begins, completed when it ends."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    request_headers = models.JSONField(default=dict, blank=True)
    response_status = models.PositiveSmallIntegerField(null=True, blank=True)
    response_body = models.CharField(max_length=4000, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("percobaan pengiriman")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_numbered_once")
        ]

    def __str__(self):
        return f"{self.delivery_id}#{self.number}"
