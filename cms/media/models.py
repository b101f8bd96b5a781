"""Photos, videos, what arrived, what the public gets, and the rights of the people in them.

Three kinds of file, kept apart:

* the **original**, exactly as it arrived, private for ever (``Upload.file``);
* the **master** (``Photo.file``, ``Video.file``): derived, upright, sRGB, no metadata, redactions
  burnt in; private, what staff see and Wagtail works on;
* the **derivatives**: sizes and formats for readers; private until publishing copies them to the
  public storage under a random name, gone from there when withdrawn.
"""

import hashlib
import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    WagtailImageFieldFile,
)
from wagtailmedia.models import AbstractMedia

from cms.media import pictures


def public_storage():
    return storages["public"]


def _random_name(filename: str) -> str:
    """A random name that keeps only a harmless extension: file names carry people's names."""
    extension = filename.rpartition(".")[2].lower()
    extension = extension if extension.isalnum() and len(extension) <= 5 else "bin"
    return f"{uuid.uuid4().hex}.{extension}"


# The folder of a private file names what it belongs to, so that the door that serves it needs one
# look-up by a unique key and no index on file names.


def original_name(instance, filename):
    return f"originals/{instance.pk.hex}/{_random_name(filename)}"


def photo_master_name(instance, filename):
    return f"masters/photo/{instance.public_id.hex}/{_random_name(filename)}"


def video_master_name(instance, filename):
    return f"masters/video/{instance.public_id.hex}/{_random_name(filename)}"


def derivative_name(instance, filename):
    kind, owner = ("photo", instance.photo) if instance.photo_id else ("video", instance.video)
    return f"derivatives/{kind}/{owner.public_id.hex}/{_random_name(filename)}"


def public_name(instance, filename):
    name = _random_name(filename)
    return f"m/{name[:2]}/{name}"


class CleanFile(ContentFile):
    """Bytes that our own pipeline made; anything else that reaches a master is cleaned first."""


class PhotoMasterFile(WagtailImageFieldFile):
    """Whatever door a picture comes through, what is stored as the master is clean.

    The file as it arrived is left on ``instance.arrived`` for ``receivers`` to keep privately.
    Raises ``pictures.Unreadable``; forms check the file before.
    """

    def save(self, name, content, save=True):
        if not isinstance(content, CleanFile):
            master = pictures.clean_master(content)
            self.instance.arrived = content
            self.instance.arrived_name = name
            content, name = CleanFile(master.data), f"master.{master.extension}"
        content.name = content.name or name  # Django reads the dimensions only of a named file
        data = content.read()
        content.seek(0)
        self.instance.file_size = len(data)
        self.instance.file_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        super().save(name, content, save=save)


class PhotoMasterField(WagtailImageField):
    attr_class = PhotoMasterFile


class VideoMasterFile(FieldFile):
    """A film that did not come from our pipeline is stored as an original, to be cleaned.

    ``instance.arrived_as`` is the key of the :class:`Upload` that ``receivers`` will make for it.
    """

    def save(self, name, content, save=True):
        if not isinstance(content, CleanFile):
            self.instance.arrived_as = uuid.uuid4()
            self.instance.arrived_name = name
        super().save(name, content, save=save)


class VideoMasterField(models.FileField):
    attr_class = VideoMasterFile

    def generate_filename(self, instance, filename):
        arrived_as = getattr(instance, "arrived_as", None)
        if arrived_as is None:
            return super().generate_filename(instance, filename)
        return original_name(Upload(pk=arrived_as), filename)


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

    file = PhotoMasterField(
        _("berkas"),
        upload_to=photo_master_name,
        width_field="width",
        height_field="height",
        max_length=200,
    )
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

    def save(self, *args, **kwargs):
        # Clean a new file before any column is read: size, hash and dimensions are the master's.
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self):
        """Never the title or the file name: an empty text says "nothing described yet"."""
        return "" if self.is_decorative else self.alt_text


class PhotoRendition(AbstractRendition):
    """What Wagtail's admin shows; private like everything not published."""

    image = models.ForeignKey(Photo, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("turunan untuk staf")
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename):
        return f"renditions/photo/{self.image.public_id.hex}/{_random_name(filename)}"


class Video(AbstractMedia):
    """A film as wagtailmedia's media. ``file`` is the clean master once its upload is ready."""

    file = VideoMasterField(_("berkas"), upload_to=video_master_name, max_length=200)
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
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("pemilik"),
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


class Redaction(models.Model):
    """Parts of a photo made unrecognisable in its master and derivatives; never in the original.

    The latest one holds; ``boxes`` is a list of ``[x, y, width, height]`` in shares of the upright
    picture, 0 to 1.
    """

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="redactions")
    boxes = models.JSONField(_("bidang"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("penyamaran")
        verbose_name_plural = _("penyamaran")
        ordering = ["id"]

    def __str__(self):
        return f"{self.photo_id}: {len(self.boxes)}"


class PublicUse(models.Model):
    """Somebody published needs this photo or video public; without any use the copies go."""

    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="public_uses"
    )
    video = models.ForeignKey(
        Video, models.CASCADE, null=True, blank=True, related_name="public_uses"
    )
    used_by = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("pemakaian publik")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(photo__isnull=False, video=None)
                | models.Q(photo=None, video__isnull=False),
                name="public_use_of_one_thing",
            ),
            models.UniqueConstraint(fields=["photo", "used_by"], name="public_use_once_per_photo"),
            models.UniqueConstraint(fields=["video", "used_by"], name="public_use_once_per_video"),
        ]

    def __str__(self):
        return self.used_by


class DoomedFile(models.Model):
    """A stored file to be deleted: written with the change that dooms it, done after commit.

    So a crash between the two leaves a row, never a picture that should be gone.
    """

    storage = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    doomed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("berkas yang akan dihapus")

    def __str__(self):
        return f"{self.storage}:{self.name}"
