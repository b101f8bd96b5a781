"""Advice on reporting, in a list that the desk keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.terms import Activity


class Tip(models.Model):
    """One piece of advice, for every officer or for those who report one kind of activity."""

    title = models.CharField(_("judul"), max_length=100)
    text = models.TextField(_("isi"), max_length=600)
    activity = models.ForeignKey(
        Activity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tips",
        verbose_name=_("kegiatan"),
        help_text=_("Kosong: untuk semua kegiatan."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("tips")
        verbose_name_plural = _("tips")
        ordering = ["position", "id"]

    def __str__(self):
        return self.title
