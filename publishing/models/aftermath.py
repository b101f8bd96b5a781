"""What must follow a release outside the database: rows, so that a crash forgets none of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.base.outbox import OPEN, OutboxRow, OutboxState


class Purge(OutboxRow):
    """Cache tags and paths that are stale in the edge cache, proxies and CDN."""

    tags = models.JSONField(default=list)
    paths = models.JSONField(default=list)
    seq = models.PositiveBigIntegerField(default=0, db_index=True)
    # When the caches in front were told the first time; they are told twice.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta(OutboxRow.Meta):
        verbose_name = _("pembersihan tembolok")
        indexes = [OutboxRow.due_index("purge_due")]

    @property
    def reached(self) -> str:
        """The state as far as readers notice: done from the first word on."""
        return OutboxState.DONE if self.state in OPEN and self.told_at else self.state

    def __str__(self):
        return " ".join(self.tags[:3])


class HubPing(OutboxRow):
    """A WebSub hub that has to hear that a feed changed."""

    topic_url = models.CharField(max_length=500)
    hub_url = models.CharField(max_length=500)
    seq = models.PositiveBigIntegerField(default=0, db_index=True)

    class Meta(OutboxRow.Meta):
        verbose_name = _("kabar ke hub WebSub")
        indexes = [OutboxRow.due_index("hub_ping_due")]

    def __str__(self):
        return self.topic_url
