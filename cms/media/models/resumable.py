"""A file on its way: it arrives in pieces, over as many connections as it takes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.media.models.upload import Upload, UploadKind


class ResumableState(models.TextChoices):
    RECEIVING = "receiving", _("Sedang dikirim")
    CHECKING = "checking", _("Sedang diperiksa")
    KEPT = "kept", _("Diterima")
    REFUSED = "refused", _("Ditolak")


class JoinRole(models.TextChoices):
    """Part of what, when a file is sent in parallel parts that are joined at the end."""

    WHOLE = "", _("Utuh")
    PARTIAL = "partial", _("Bagian")
    FINAL = "final", _("Gabungan")


class ResumableUpload(models.Model):
    """What has arrived so far; whole and good it becomes the :class:`Upload` of the same id.

    ``offset`` counts bytes that are durable. One request at a time holds ``claim`` and writes;
    whoever finds its claim gone commits nothing more, so an offset is never wrong whatever dies.
    ``kept`` is what the store of pieces remembers; ``tusd_id`` is its id at tusd, where that takes
    the bytes, and ``offset`` then only what was heard last. ``kind``, ``belongs_to`` and ``slot``
    are what its sender says of it; ``caption`` is what was said since in place of the one in
    ``metadata``, which is given back as it came.
    """

    METADATA_MAX = 4096

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=9, choices=ResumableState, default=ResumableState.RECEIVING)
    reason = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=5, choices=UploadKind, blank=True)
    belongs_to = models.UUIDField(null=True, blank=True)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    metadata = models.CharField(max_length=METADATA_MAX, blank=True)
    # Null: nothing else was said. Blank: it has no words any more.
    caption = models.CharField(max_length=Upload.CAPTION_MAX, null=True, blank=True)
    role = models.CharField(max_length=7, choices=JoinRole, blank=True, default=JoinRole.WHOLE)
    joined = models.JSONField(default=list, blank=True)
    kept = models.JSONField(default=dict, blank=True)
    tusd_id = models.CharField(max_length=300, blank=True)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    let_go = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("berkas dalam perjalanan")
        indexes = [
            models.Index(fields=["owner", "created_at"], name="resumable_of_owner"),
            models.Index(fields=["state", "claimed_until"], name="resumable_at_work"),
            models.Index(
                fields=["belongs_to"],
                condition=models.Q(belongs_to__isnull=False),
                name="resumable_belongs_to",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("length")), name="resumable_never_overlong"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(reason=""),
                name="resumable_refusal_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.id}: {self.offset}/{self.length}"

    @property
    def is_at_tusd(self) -> bool:
        """Whether its next bytes go to tusd, not to this server."""
        return bool(self.tusd_id) and self.state == ResumableState.RECEIVING

    @property
    def is_complete(self) -> bool:
        """Whether every byte has arrived."""
        return self.offset == self.length
