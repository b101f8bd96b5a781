"""How many live items use each term: counted in the background, since at a million items no page
can wait for it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TermTally(models.Model):
    """One term in use, with its count when it was last counted."""

    field = models.CharField(max_length=10)
    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    count = models.PositiveBigIntegerField()
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hitungan istilah")
        constraints = [models.UniqueConstraint(fields=["field", "slug"], name="term_tally_once")]

    def __str__(self):
        return f"{self.field} {self.slug}: {self.count}"
