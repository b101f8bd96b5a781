"""The private originals as storage holds them: each content once, however many sent it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Original(models.Model):
    """One stored content; every :class:`Upload` that brought it refers to it.

    It goes when the last of them goes (``services.contents``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    byte_count = models.PositiveBigIntegerField()
    format_name = models.CharField(max_length=10)
    name = models.CharField(max_length=200, unique=True)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("berkas asli")

    def __str__(self):
        return self.sha256[:12]
