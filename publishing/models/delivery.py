"""The outbox towards channels: who receives, what is to be sent, and every try."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.item import PublishedItem


class Subscription(models.Model):
    """Where a channel delivers to: one webhook receiver, one account of a platform."""

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
    paused_reason = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
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
    next_attempt_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
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
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="delivery_due",
            )
        ]

    def __str__(self):
        return f"{self.event} → {self.subscription}"


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
