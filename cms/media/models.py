"""Photos, videos, what arrived, what the public gets, and the rights of the people in them.

Three kinds of file, kept apart:

* the **original**, exactly as it arrived, private for ever (``Upload.file``);
* the **master** (``Photo.file``, ``Video.file``): derived, upright, sRGB, no metadata, redactions
  burnt in; private, what staff see and Wagtail works on;
* the **derivatives**: sizes and formats for readers; private until publishing copies them to the
  public storage under a random name, gone from there when withdrawn.
"""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtailmedia.models import AbstractMedia


def public_storage():
    return storages["public"]


def _private_name(folder: str, filename: str) -> str:
    """A random name that keeps only a harmless extension: file names carry people's names."""
    extension = filename.rpartition(".")[2].lower()
    extension = extension if extension.isalnum() and len(extension) <= 5 else "bin"
    token = uuid.uuid4().hex
    return f"{folder}/{token[:2]}/{token}.{extension}"


def original_name(instance, filename):
    return _private_name("originals", filename)


def derivative_name(instance, filename):
    return _private_name("derivatives", filename)


def public_name(instance, filename):
    return _private_name("m", filename)


class ProtectMark(models.TextChoices):
    """Whom publishing could hurt; any mark blocks publishing until it is resolved."""

    NONE = "", _("Tidak ada")
    CHILD = "child", _("Ada anak")
    VICTIM = "victim", _("Ada korban")
    WITNESS = "witness", _("Ada saksi")
    UNDERCOVER = "undercover", _("Ada petugas tertutup")
    ONGOING_CASE = "ongoing_case", _("Perkara masih berjalan")


class Photo(AbstractImage):
    """A picture as Wagtail's image. ``file`` is the clean master, never the original."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alt_text = models.CharField(_("teks alternatif"), max_length=300, blank=True)
    is_decorative = models.BooleanField(_("hanya hiasan"), default=False)
    credit = models.CharField(_("kredit"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("diambil pada"), null=True, blank=True)
    protect_mark = models.CharField(
        _("yang dilindungi"), max_length=12, choices=ProtectMark, blank=True, default=""
    )
    is_redacted = models.BooleanField(_("sudah disamarkan"), default=False, editable=False)
    unit_path = models.CharField(max_length=255, blank=True, editable=False, db_index=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "alt_text",
        "is_decorative",
        "credit",
        "protect_mark",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("foto")
        verbose_name_plural = _("foto")
        permissions = [("choose_photo", "Can choose photo")]

    @property
    def default_alt_text(self):
        """Never the title or the file name: an empty text says "nothing described yet"."""
        return "" if self.is_decorative else self.alt_text


class PhotoRendition(AbstractRendition):
    """What Wagtail's admin shows; private like everything not published."""

    image = models.ForeignKey(Photo, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Video(AbstractMedia):
    """A film or sound as wagtailmedia's media. ``file`` is the clean master."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alt_text = models.CharField(_("uraian isi"), max_length=300, blank=True)
    credit = models.CharField(_("kredit"), max_length=200, blank=True)
    protect_mark = models.CharField(
        _("yang dilindungi"), max_length=12, choices=ProtectMark, blank=True, default=""
    )
    is_redacted = models.BooleanField(_("sudah disamarkan"), default=False, editable=False)
    unit_path = models.CharField(max_length=255, blank=True, editable=False, db_index=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "alt_text",
        "credit",
        "protect_mark",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        abstract = False
        verbose_name = _("video")
        verbose_name_plural = _("video")


class UploadKind(models.TextChoices):
    PHOTO = "photo", _("Foto")
    VIDEO = "video", _("Video")


class UploadState(models.TextChoices):
    RECEIVED = "received", _("Diterima")
    PROCESSING = "processing", _("Sedang disiapkan")
    READY = "ready", _("Siap")
    FAILED = "failed", _("Tidak dapat dibaca")


class Upload(models.Model):
    """A file as it arrived: the private original and the work of making it usable.

    Crash-safe: ``state``, ``attempts`` and ``leased_until`` let a sweeper find what a dead worker
    left. ``id`` may be made on the phone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("pemilik")
    )
    kind = models.CharField(max_length=5, choices=UploadKind)
    file = models.FileField(_("asli"), upload_to=original_name, max_length=200)
    content_type = models.CharField(max_length=100)
    byte_count = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(
        max_length=10, choices=UploadState, default=UploadState.RECEIVED, db_index=True
    )
    failure = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    protect_mark = models.CharField(max_length=12, choices=ProtectMark, blank=True, default="")
    unit_path = models.CharField(max_length=255, blank=True, db_index=True)
    photo = models.OneToOneField(Photo, models.SET_NULL, null=True, blank=True)
    video = models.OneToOneField(Video, models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kiriman berkas")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(failure=""),
                name="upload_failure_says_why",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.id}"


class Derivative(models.Model):
    """One size and format of a photo or video; ``public_file`` is set only while published."""

    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="derivatives"
    )
    video = models.ForeignKey(
        Video, models.CASCADE, null=True, blank=True, related_name="derivatives"
    )
    preset = models.CharField(max_length=20, help_text=_("Misalnya w640, poster, 720p."))
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    byte_count = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=derivative_name, max_length=200)
    public_file = models.FileField(
        upload_to=public_name, storage=public_storage, max_length=200, blank=True
    )

    class Meta:
        verbose_name = _("turunan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(photo__isnull=False, video=None)
                | models.Q(photo=None, video__isnull=False),
                name="derivative_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["photo", "preset", "content_type"], name="derivative_once_per_photo"
            ),
            models.UniqueConstraint(
                fields=["video", "preset", "content_type"], name="derivative_once_per_video"
            ),
        ]

    def __str__(self):
        return f"{self.preset} {self.content_type}"


class Consent(models.Model):
    """Somebody in a picture (or their guardian) agreed, to this purpose; or took it back.

    UU 27/2022 art. 22 and 24: recorded, and we must be able to show it.
    """

    photo = models.ForeignKey(Photo, models.CASCADE, null=True, blank=True, related_name="consents")
    video = models.ForeignKey(Video, models.CASCADE, null=True, blank=True, related_name="consents")
    subject = models.CharField(_("siapa"), max_length=200)
    given_by = models.CharField(
        _("diberikan oleh"), max_length=200, help_text=_("Wali bila yang difoto anak.")
    )
    purpose = models.CharField(_("tujuan"), max_length=200)
    evidence = models.CharField(
        _("bukti"), max_length=300, help_text=_("Misalnya formulir bertanda tangan, nomor arsip.")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")

    def __str__(self):
        return f"{self.subject}: {self.purpose}"
