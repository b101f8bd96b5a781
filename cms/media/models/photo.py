"""A picture as Wagtail's image."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.media import pictures
from cms.media.models.masters import PhotoMasterField
from cms.media.models.protection import ProtectMark
from cms.media.models.rights import Rights, ending_index
from cms.media.models.stored_names import photo_master_name, random_name


def current_recipe() -> int:
    """By which the files of a new photo are made."""
    return pictures.RECIPE


class Photo(Rights, AbstractImage):
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
    taken_at = models.DateTimeField(_("diambil pada"), null=True, blank=True)
    protect_mark = models.CharField(
        _("yang dilindungi"), max_length=12, choices=ProtectMark, blank=True, default=""
    )
    is_redacted = models.BooleanField(_("sudah disamarkan"), default=False, editable=False)
    placeholder = models.CharField(max_length=40, blank=True, default="", editable=False)
    unit_path = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    # That its files were last asked to follow (``services.again``).
    recipe = models.PositiveSmallIntegerField(default=current_recipe, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "alt_text",
        "is_decorative",
        "credit",
        "licence",
        "licence_until",
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
        indexes = [
            ending_index("photo"),
            models.Index(fields=["recipe", "-id"], name="photo_by_recipe"),
        ]

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
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("turunan untuk staf")
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename):
        return f"renditions/photo/{self.image.public_id.hex}/{random_name(filename)}"
