"""The rights of the people in the pictures: marks, consent, redaction."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProtectMark(models.TextChoices):
    """Whom publishing could hurt; any mark blocks publishing until it is resolved."""

    NONE = "", _("Tidak ada")
    CHILD = "child", _("Ada anak")
    VICTIM = "victim", _("Ada korban")
    WITNESS = "witness", _("Ada saksi")
    UNDERCOVER = "undercover", _("Ada petugas tertutup")
    ONGOING_CASE = "ongoing_case", _("Perkara masih berjalan")


class Consent(models.Model):
    """Somebody in a picture (or their guardian) agreed, to this purpose; or took it back.

    UU 27/2022 art. 22 and 24: recorded, and we must be able to show it.
    """

    photo = models.ForeignKey(
        "cms_media.Photo", models.CASCADE, null=True, blank=True, related_name="consents"
    )
    video = models.ForeignKey(
        "cms_media.Video", models.CASCADE, null=True, blank=True, related_name="consents"
    )
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

    photo = models.ForeignKey("cms_media.Photo", models.CASCADE, related_name="redactions")
    boxes = models.JSONField(_("bidang"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("penyamaran")
        verbose_name_plural = _("penyamaran")
        ordering = ["id"]

    def __str__(self):
        return f"{self.photo_id}: {len(self.boxes)}"
