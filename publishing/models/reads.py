"""How often what is public was read: one row an item and day, and nothing about who read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemReads(models.Model):
    """Reads of one item on one day (of the site's time zone). Without a key to the item: it
    outlives a rebuild of the read model."""

    public_id = models.UUIDField()
    day = models.DateField()
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("jumlah baca")
        verbose_name_plural = _("jumlah baca")
        constraints = [
            models.UniqueConstraint(fields=["public_id", "day"], name="item_reads_once_a_day")
        ]

    def __str__(self):
        return f"{self.public_id} {self.day}: {self.count}"
