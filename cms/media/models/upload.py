"""What arrived: the private original and the work of making it usable."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.media.models.original import Original
from cms.media.models.photo import Photo
from cms.media.models.protection import ProtectMark
from cms.media.models.stored_names import original_name
from cms.media.models.video import Video


class UploadKind(models.TextChoices):
    PHOTO = "photo", _("Foto")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Suara")


class UploadState(models.TextChoices):
    RECEIVED = "received", _("Diterima")
    PROCESSING = "processing", _("Sedang disiapkan")
    READY = "ready", _("Siap")
    FAILED = "failed", _("Tidak dapat dibaca")


class Upload(models.Model):
    """A file as it arrived: the private original and the work of making it usable.

    ``state`` sums up its :class:`~cms.media.models.step.PipelineStep` rows; ``queued_at`` is when
    its work was last put in the queue. ``id`` may be made on the phone. ``facts`` are for staff
    (``cms.media.camera``). A held original outlives retention; ``original_gone_at`` is when one
    did not. ``file`` is the name of ``original``, which several uploads of the same bytes share.
    ``belongs_to`` names what its sender sent it for, with ``slot`` as its place there;
    ``cms.media.belonging`` knows who takes it. ``is_adopted``: it came by Wagtail's own screens.
    ``former_photo`` and ``former_video``: what it was the file of, until another took its place.
    """

    CAPTION_MAX = 200

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("pemilik"),
    )
    kind = models.CharField(max_length=5, choices=UploadKind)
    file = models.FileField(_("asli"), upload_to=original_name, max_length=200)
    original = models.ForeignKey(
        Original, models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    belongs_to = models.UUIDField(null=True, blank=True, editable=False)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    caption = models.CharField(max_length=CAPTION_MAX, blank=True)
    content_type = models.CharField(max_length=100)
    byte_count = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(
        max_length=10, choices=UploadState, default=UploadState.RECEIVED, db_index=True
    )
    failure = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    protect_mark = models.CharField(max_length=12, choices=ProtectMark, blank=True, default="")
    unit_path = models.CharField(max_length=255, blank=True, db_index=True)
    is_adopted = models.BooleanField(default=False, editable=False)
    photo = models.OneToOneField(Photo, models.SET_NULL, null=True, blank=True)
    video = models.OneToOneField(Video, models.SET_NULL, null=True, blank=True)
    former_photo = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="former_uploads"
    )
    former_video = models.ForeignKey(
        Video, models.SET_NULL, null=True, blank=True, related_name="former_uploads"
    )
    facts = models.JSONField(default=dict, blank=True)
    hold_reason = models.CharField(_("alasan ditahan"), max_length=300, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ditahan oleh"),
    )
    held_at = models.DateTimeField(null=True, blank=True)
    original_gone_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kiriman berkas")
        indexes = [
            models.Index(
                fields=["belongs_to"],
                condition=models.Q(belongs_to__isnull=False),
                name="upload_belongs_to",
            ),
            models.Index(fields=["owner", "created_at"], name="upload_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(failure=""),
                name="upload_failure_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(held_at=None) | ~models.Q(hold_reason=""),
                name="upload_hold_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.id}"

    @classmethod
    def that_brought(cls, thing: Photo | Video) -> models.QuerySet:
        """Every upload of ``thing``: of the file that it has now, and of those before."""
        kind = "photo" if isinstance(thing, Photo) else "video"
        return cls.objects.filter(models.Q(**{kind: thing}) | models.Q(**{f"former_{kind}": thing}))
