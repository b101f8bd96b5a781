"""Who judges, and what they have to do with those whom they would judge."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.edition import AwardEditionPage, Category
from awards.models.nomination import Nomination


class Panelist(models.Model):
    """A user who judges an edition: all of its categories, or only those named."""

    edition = models.ForeignKey(AwardEditionPage, models.PROTECT, related_name="panelists")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="award_panels")
    categories = models.ManyToManyField(Category, blank=True, related_name="+")
    public_name = models.CharField(_("nama tampil"), max_length=150)
    biography = models.CharField(_("siapa"), max_length=400, blank=True)
    is_external = models.BooleanField(_("dari luar Polri"), default=False)
    is_chair = models.BooleanField(_("ketua"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    statement_signed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("juri")
        verbose_name_plural = _("juri")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "user"], name="panelist_once"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=models.Q(is_chair=True, removed_at=None),
                name="panel_one_chair",
            ),
        ]

    def __str__(self):
        return self.public_name


class ConflictKind(models.TextChoices):
    NONE = "none", _("Tidak ada benturan")
    SAME_PERSON = "same_person", _("Orang yang sama")
    SAME_CATEGORY = "same_category", _("Juga diusulkan dalam kategori ini")
    SAME_UNIT = "same_unit", _("Satu Polres dalam 24 bulan terakhir")
    SUPERIOR = "superior", _("Atasan")
    NOMINATOR = "nominator", _("Pengusul")
    ENDORSER = "endorser", _("Pemberi dukungan")
    SAME_NAME = "same_name", _("Nama sama dengan pemberi dukungan")
    FAMILY = "family", _("Keluarga")
    OTHER = "other", _("Hubungan lain")


class ConflictSource(models.TextChoices):
    RULE = "rule", _("Aturan")
    SELF = "self", _("Pernyataan juri")
    CHAIR = "chair", _("Ketua atau sekretaris")


class Ruling(models.TextChoices):
    CLEAR = "clear", _("Boleh menilai")
    RECUSED = "recused", _("Tidak ikut menilai")
    WAITING = "waiting", _("Menunggu keputusan ketua")


class ConflictDeclaration(models.Model):
    """What one source says about a panelist and a nomination; "no conflict" is said aloud too.

    ``ruling`` is what follows from this row alone; ``awards.conflicts.standing`` weighs the rows of
    all sources. Every change is in the audit chain.
    """

    panelist = models.ForeignKey(Panelist, models.CASCADE, related_name="conflicts")
    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="conflicts")
    source = models.CharField(max_length=5, choices=ConflictSource)
    kind = models.CharField(max_length=13, choices=ConflictKind)
    ruling = models.CharField(max_length=7, choices=Ruling)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pernyataan benturan kepentingan")
        verbose_name_plural = _("pernyataan benturan kepentingan")
        constraints = [
            models.UniqueConstraint(
                fields=["panelist", "nomination", "source"], name="conflict_once_a_source"
            )
        ]
        indexes = [models.Index(fields=["nomination", "panelist"])]

    def __str__(self):
        return f"{self.panelist_id} – {self.nomination_id}: {self.get_kind_display()}"
