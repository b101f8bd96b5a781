"""The read model of everything public, the outbox, and the site's own pages."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.site.models import HomePage

__all__ = [
    "Attempt",
    "Delivery",
    "DeliveryState",
    "HomePage",
    "ItemOfficer",
    "ItemState",
    "PublicationCounter",
    "PublishedItem",
    "Subscription",
]


class ItemState(models.TextChoices):
    LIVE = "live", _("Terbit")
    WITHDRAWN = "withdrawn", _("Ditarik")
    UNPUBLISHED = "unpublished", _("Tidak terbit")


class PublicationCounter(models.Model):
    """One row: the last ``seq`` given. Its lock makes ``seq`` follow the order of commits."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("penghitung terbitan")

    def __str__(self):
        return str(self.last_seq)


class PublishedItem(models.Model):
    """One row for anything public: lists, pages, feeds, API, search and channels read only this.

    Written in the transaction that publishes the page. A withdrawn item stays as a tombstone with
    its text gone. ``document`` is the API's answer, ready to send; ``etag`` is derived from it.
    """

    public_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    page_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=11, choices=ItemState, default=ItemState.LIVE)
    seq = models.PositiveBigIntegerField(unique=True)
    path = models.CharField(max_length=300, unique=True)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=600, blank=True)
    body_html = models.TextField(blank=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    unit_path = models.CharField(max_length=255, blank=True)
    unit_name = models.CharField(max_length=140, blank=True)
    region_code = models.CharField(max_length=13, blank=True)
    place_line = models.CharField(max_length=300, blank=True)
    activity = models.CharField(max_length=60, blank=True)
    programme = models.CharField(max_length=60, blank=True)
    has_video = models.BooleanField(default=False)
    lead_image = models.JSONField(null=True, blank=True)
    data = models.JSONField(
        default=dict, help_text=_("Orang, tempat, media dan istilah, untuk templat dan umpan.")
    )
    document = models.BinaryField(default=bytes)
    etag = models.CharField(max_length=64, blank=True)
    cache_tags = models.CharField(max_length=600, blank=True)

    class Meta:
        verbose_name = _("terbitan")
        verbose_name_plural = _("terbitan")
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(state="live"),
                name="item_live_newest",
            ),
            models.Index(
                fields=["kind", "-published_at", "-id"],
                condition=models.Q(state="live"),
                name="item_live_kind",
            ),
            models.Index(
                fields=["programme", "-published_at", "-id"],
                condition=models.Q(state="live"),
                name="item_live_programme",
            ),
            models.Index(
                fields=["activity", "-published_at", "-id"],
                condition=models.Q(state="live"),
                name="item_live_activity",
            ),
            models.Index(fields=["region_code", "-published_at"], name="item_region"),
            models.Index(fields=["unit_path", "-published_at"], name="item_unit"),
        ]

    def __str__(self):
        return self.title


class ItemOfficer(models.Model):
    """Which officers an item is about: one row each, to list an officer's stories by index."""

    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="officers")
    officer_public_id = models.UUIDField()
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Bhabinkamtibmas dalam terbitan")
        constraints = [
            models.UniqueConstraint(fields=["item", "officer_public_id"], name="item_officer_once")
        ]
        indexes = [models.Index(fields=["officer_public_id", "-published_at", "-item_id"])]

    def __str__(self):
        return f"{self.item_id} – {self.officer_public_id}"


class Subscription(models.Model):
    """Where a channel delivers to: one webhook receiver, one account of a platform."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(_("kanal"), max_length=30)
    name = models.CharField(_("nama"), max_length=120)
    config = models.JSONField(_("pengaturan"), default=dict)
    secret = models.CharField(_("rahasia"), max_length=200, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
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

    class Meta:
        verbose_name = _("percobaan pengiriman")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_numbered_once")
        ]

    def __str__(self):
        return f"{self.delivery_id}#{self.number}"
