"""Editable lists: what kind of activity, within which programme, about what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """An entry of a list that staff may edit. Entries in use are retired, never deleted."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=80, blank=True)
    hint = models.CharField(_("penjelasan singkat"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def name_in(self, language: str) -> str:
        """The name in ``language``; Indonesian where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


class Activity(Term):
    """Sambang, Penyuluhan, Problem solving, Patroli, Binluh…"""

    class Meta(Term.Meta):
        verbose_name = _("kegiatan")
        verbose_name_plural = _("kegiatan")


class Programme(Term):
    """Festival Bhabinkamtibmas, Art policing, Pembinaan remaja, Olahraga, Kearifan lokal…"""

    class Meta(Term.Meta):
        verbose_name = _("program")
        verbose_name_plural = _("program")


class Topic(Term):
    """What a story is about, whatever the activity: hoaxes, traffic, food, disaster…"""

    class Meta(Term.Meta):
        verbose_name = _("topik")
        verbose_name_plural = _("topik")
