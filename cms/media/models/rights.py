"""Under what right a picture, film or recording may be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """Where the right comes from. Unsaid is what an officer took for the report: Polri's own."""

    OWN = "", _("Milik Polri")
    PERMISSION = "permission", _("Izin tertulis pemiliknya")
    CC_BY = "cc-by", _("Creative Commons BY")
    CC_BY_SA = "cc-by-sa", _("Creative Commons BY-SA")
    PUBLIC_DOMAIN = "public", _("Milik umum")


class Rights(models.Model):
    """Columns of a photo or video: whose work, under what right, until when, and whether not."""

    credit = models.CharField(_("kredit"), max_length=200, blank=True)
    licence = models.CharField(
        _("hak pakai"), max_length=12, choices=Licence, blank=True, default=""
    )
    licence_until = models.DateField(
        _("hak pakai sampai"),
        null=True,
        blank=True,
        help_text=_("Sesudah hari itu ditarik dari publik. Kosong: tanpa batas."),
    )
    # How many days before which end staff were told of it last; another end is told of anew.
    licence_reminded_days = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    licence_reminded_for = models.DateField(null=True, blank=True, editable=False)
    # Somebody asked for it to be deleted (``ErasureRequest``): it is in no public place since.
    blocked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def ending_index(kind: str) -> models.Index:
    """What finds rights that end: few have an end."""
    return models.Index(
        fields=["licence_until"],
        condition=models.Q(licence_until__isnull=False),
        name=f"{kind}_licence_until",
    )
