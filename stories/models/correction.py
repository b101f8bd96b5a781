"""Mistakes that were mended in public, with the text as it was before."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from stories.models.story import StoryPage

NOTE_MIN = 10


class StoryCorrection(Orderable):
    """What an editor says was wrong and is right now. It belongs to the page's revisions; when it
    became public, and the text before it, are in :class:`EarlierText` under the same ``uid``."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="corrections")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    note = models.CharField(
        _("apa yang diralat"),
        max_length=300,
        help_text=_("Tampil di bawah judul: apa yang keliru, dan apa yang benar."),
    )
    hides_earlier = models.BooleanField(
        _("sembunyikan teks sebelumnya"),
        default=False,
        help_text=_("Centang bila teks lama memuat hal yang tidak boleh dibaca umum."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("ralat")
        verbose_name_plural = _("ralat")
        constraints = [models.UniqueConstraint(fields=["page", "uid"], name="correction_once")]

    def __str__(self):
        return self.note


class EarlierText(models.Model):
    """A story's public text as it was until the correction ``correction_uid``. Never changed."""

    page = models.ForeignKey(StoryPage, models.CASCADE, related_name="earlier_texts")
    correction_uid = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    corrected_at = models.DateTimeField()
    title = models.CharField(max_length=255, blank=True)
    summary = models.CharField(max_length=600, blank=True)
    body_html = models.TextField(blank=True)

    class Meta:
        verbose_name = _("teks sebelum ralat")
        constraints = [
            models.UniqueConstraint(fields=["page", "correction_uid"], name="earlier_text_once"),
            models.UniqueConstraint(fields=["page", "number"], name="earlier_text_numbered_once"),
        ]

    def __str__(self):
        return f"{self.page_id}#{self.number}"
