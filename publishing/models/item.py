"""The read model of everything public: one row an item, and rows to find it by."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ItemState(models.TextChoices):
    LIVE = "live", _("Terbit")
    WITHDRAWN = "withdrawn", _("Ditarik")
    UNPUBLISHED = "unpublished", _("Tidak terbit")
    EXPIRED = "expired", _("Masa tayang berakhir")


def _live(name: str, *columns: str) -> models.Index:
    """An index of live items by ``columns``, newest first: one list, whole, in reading order.

    Its condition is a term that queries repeat word for word; SQLite infers nothing more.
    """
    return models.Index(
        fields=[*columns, "-published_at", "-id"],
        condition=models.Q(state="live"),
        name=f"item_live_{name}",
    )


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
    changed_at = models.DateTimeField(
        default=timezone.now, help_text=_("Saat terakhir diterbitkan, diubah atau ditarik.")
    )
    unit_path = models.CharField(max_length=255, blank=True)
    unit_name = models.CharField(max_length=140, blank=True)
    polda = models.CharField(max_length=20, blank=True)
    polres = models.CharField(max_length=20, blank=True)
    polsek = models.CharField(max_length=20, blank=True)
    region_code = models.CharField(max_length=13, blank=True)
    province_code = models.CharField(max_length=2, blank=True)
    regency_code = models.CharField(max_length=5, blank=True)
    place_line = models.CharField(max_length=300, blank=True)
    activity = models.CharField(max_length=60, blank=True)
    programme = models.CharField(max_length=60, blank=True)
    has_photo = models.BooleanField(default=False)
    has_video = models.BooleanField(default=False)
    has_audio = models.BooleanField(default=False)
    lead_image = models.JSONField(null=True, blank=True)
    data = models.JSONField(
        default=dict, help_text=_("Orang, tempat, media dan istilah, untuk templat dan umpan.")
    )
    document = models.BinaryField(default=bytes)
    etag = models.CharField(max_length=64, blank=True)
    cache_tags = models.TextField(blank=True)

    class Meta:
        verbose_name = _("terbitan")
        verbose_name_plural = _("terbitan")
        indexes = [
            _live("newest"),
            _live("kind", "kind"),
            _live("programme", "programme"),
            _live("activity", "activity"),
            _live("province", "province_code"),
            _live("regency", "regency_code"),
            _live("polda", "polda"),
            _live("polres", "polres"),
            _live("polsek", "polsek"),
            models.Index(
                fields=["-updated_at", "-id"],
                condition=models.Q(state="live"),
                name="item_live_updated",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(state="live", has_video=True),
                name="item_live_video",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(state="live", has_audio=True),
                name="item_live_audio",
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


class ItemTopic(models.Model):
    """A topic of a live item: one row each, to list a topic by index."""

    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="topics")
    slug = models.CharField(max_length=60)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("topik terbitan")
        constraints = [models.UniqueConstraint(fields=["item", "slug"], name="item_topic_once")]
        indexes = [models.Index(fields=["slug", "-published_at", "-item_id"])]

    def __str__(self):
        return f"{self.item_id} – {self.slug}"


class ItemMedia(models.Model):
    """A picture or film of a live item; ``document`` is the API's answer, ready to send."""

    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="media")
    public_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    document = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("media terbitan")
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="item_media_position")
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="item_media_newest"),
            models.Index(fields=["kind", "-published_at", "-id"], name="item_media_kind"),
        ]

    def __str__(self):
        return f"{self.item_id}#{self.position}"
