"""What a feed must remember between two renderings: when it changed, and where its archives end."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedVersion(models.Model):
    """A feed that somebody asked for at least once.

    ``etag`` is of the feed's content, whatever its format; ``modified_at`` moves with it alone.
    Everything up to the position (``sealed_at``, ``sealed_id``) is in one of ``archive_count``
    archives, everything after it in the current document. ``gone`` are the last withdrawn items.
    """

    key = models.CharField(max_length=120, unique=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    etag = models.CharField(max_length=64, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    archive_count = models.PositiveIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_id = models.PositiveBigIntegerField(default=0)
    gone = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("umpan")

    def __str__(self):
        return self.key

    @property
    def position(self):
        """Where the newest archive ends, or None when there is none."""
        return (self.sealed_at, self.sealed_id) if self.sealed_at else None


class FeedArchive(models.Model):
    """A closed stretch of a feed: what lies after the previous archive's end, up to its own.

    The ends stay where they are; an item that was withdrawn or moved leaves or enters a stretch.
    """

    feed = models.ForeignKey(FeedVersion, models.CASCADE, related_name="archives")
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField()
    ends_id = models.PositiveBigIntegerField()
    etag = models.CharField(max_length=64, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("arsip umpan")
        constraints = [
            models.UniqueConstraint(fields=["feed", "number"], name="feed_archive_numbered_once")
        ]

    def __str__(self):
        return f"{self.feed_id}#{self.number}"

    @property
    def position(self):
        """Where it ends."""
        return (self.ends_at, self.ends_id)
