"""What a panelist thinks of a nomination, criterion by criterion."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.edition import SCALE_MAX, Criterion
from awards.models.nomination import Nomination
from awards.models.panel import Panelist


class ReviewState(models.TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Terkirim")


class Review(models.Model):
    """One panelist's marks. Sealed once submitted; the chair may reopen it, with a reason.

    ``content_hash`` is of the nomination as it was read: marks are never given to another text.
    """

    panelist = models.ForeignKey(Panelist, models.PROTECT, related_name="reviews")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=9, choices=ReviewState, default=ReviewState.DRAFT)
    comment = models.TextField(_("catatan untuk sidang"), max_length=3000, blank=True)
    content_hash = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopen_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("penilaian")
        verbose_name_plural = _("penilaian")
        constraints = [
            models.UniqueConstraint(fields=["panelist", "nomination"], name="review_once")
        ]

    def __str__(self):
        return f"{self.panelist_id} – {self.nomination_id}"


class CriterionScore(models.Model):
    """A mark from 0 to 5, or "cannot be judged" with the reason; never both, never neither."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    na_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("nilai")
        verbose_name_plural = _("nilai")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=(Q(value__isnull=False, value__lte=SCALE_MAX) & Q(na_reason=""))
                | (Q(value=None) & ~Q(na_reason="")),
                name="score_value_or_reason",
            ),
        ]

    def __str__(self):
        return f"{self.criterion_id}: {'–' if self.value is None else self.value}"
