"""What the panel decided, and the one press that tells it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.edition import AwardEditionPage, Category
from awards.models.nomination import Nomination
from awards.models.panel import Panelist


class TieStep(models.TextChoices):
    NONE = "none", _("Nilai berbeda")
    INTEGRITY = "integrity", _("Kriteria integritas")
    IMPACT = "impact", _("Kriteria dampak")
    HEAD_TO_HEAD = "head_to_head", _("Perbandingan langsung")
    JOINT = "joint", _("Bersama")
    UNRANKED = "unranked", _("Tidak menurut peringkat")


class Decision(models.Model):
    """A decision about a category; ``nomination`` is None for "no award".

    A joint award has one row for each recipient. Secret until its edition is announced. A decision
    that the panel takes back stays as a row with ``revoked_at``.
    """

    category = models.ForeignKey(Category, models.PROTECT, related_name="decisions")
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    reason = models.TextField(_("alasan"), max_length=2000)
    present = models.ManyToManyField(Panelist, related_name="+")
    votes_for = models.PositiveSmallIntegerField()
    tie_step = models.CharField(max_length=12, choices=TieStep)
    standing_hash = models.CharField(
        max_length=64, help_text=_("Sidik jari SHA-256 dari peringkat saat diputuskan.")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("keputusan")
        verbose_name_plural = _("keputusan")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(revoked_at=None, nomination__isnull=False),
                name="decision_once_a_nomination",
            ),
            models.UniqueConstraint(
                fields=["category"],
                condition=Q(revoked_at=None, nomination=None),
                name="decision_no_award_once",
            ),
        ]

    def __str__(self):
        return f"{self.category}: {self.nomination or '–'}"


class Announcement(models.Model):
    """An edition was announced: by whom, when, and where the audit chain stood then."""

    edition = models.OneToOneField(AwardEditionPage, models.PROTECT, related_name="announcement")
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    audit_head = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("pengumuman")
        verbose_name_plural = _("pengumuman")

    def __str__(self):
        return f"{self.edition} ({self.announced_at:%Y-%m-%d})"
