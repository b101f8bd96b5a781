"""The rights of the people in the pictures: marks, consent, redaction."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.media.models.stored_names import random_name


class ProtectMark(models.TextChoices):
    """Whom publishing could hurt; any mark blocks publishing until it is resolved."""

    NONE = "", _("Tidak ada")
    CHILD = "child", _("Ada anak")
    VICTIM = "victim", _("Ada korban")
    WITNESS = "witness", _("Ada saksi")
    UNDERCOVER = "undercover", _("Ada petugas tertutup")
    ONGOING_CASE = "ongoing_case", _("Perkara masih berjalan")


class ConsentUse(models.TextChoices):
    """What somebody agreed to; nothing else is covered."""

    SITE = "site", _("Situs ini: halaman, umpan, dan API")
    SOCIAL = "social", _("Media sosial Polri")
    PRESS = "press", _("Media massa dan mitra")
    AWARD = "award", _("Bahan penilaian penghargaan")


class Guardian(models.TextChoices):
    """Who may agree for a child."""

    NONE = "", _("Orang itu sendiri (dewasa)")
    PARENT = "parent", _("Orang tua")
    GUARDIAN = "guardian", _("Wali yang sah")
    INSTITUTION = "institution", _("Lembaga pengasuh")


def default_uses() -> list[str]:
    """What the consent forms of the beginning asked for."""
    return [ConsentUse.SITE, ConsentUse.SOCIAL]


def evidence_name(instance, filename):
    return f"consents/{random_name(filename)}"


class Consent(models.Model):
    """Somebody in a picture (or their guardian) agreed, to this purpose; or took it back.

    UU 27/2022 art. 20, 22, 24 and 25 (children: the parent or guardian agrees): recorded, and we
    must be able to show it. ``reminded_days``: of how many days before the end staff were told.
    ``replaced_at``: the photo or film got another file since, for which nobody was asked; the row
    stays as what was agreed to then.
    """

    photo = models.ForeignKey(
        "cms_media.Photo", models.CASCADE, null=True, blank=True, related_name="consents"
    )
    video = models.ForeignKey(
        "cms_media.Video", models.CASCADE, null=True, blank=True, related_name="consents"
    )
    subject = models.CharField(_("siapa"), max_length=200)
    guardian = models.CharField(
        _("wali"), max_length=11, choices=Guardian, blank=True, default=Guardian.NONE
    )
    given_by = models.CharField(
        _("diberikan oleh"), max_length=200, help_text=_("Wali bila yang difoto anak.")
    )
    purpose = models.CharField(_("tujuan"), max_length=200)
    uses = models.JSONField(_("boleh dipakai di"), default=default_uses)
    evidence = models.CharField(
        _("bukti"), max_length=300, help_text=_("Misalnya formulir bertanda tangan, nomor arsip.")
    )
    evidence_file = models.FileField(
        _("berkas bukti"), upload_to=evidence_name, max_length=200, blank=True
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    reminded_days = models.PositiveSmallIntegerField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        indexes = [
            models.Index(
                fields=["expires_on"],
                condition=models.Q(withdrawn_at=None, expires_on__isnull=False),
                name="consent_that_ends",
            ),
            models.Index(
                fields=["evidence_file"],
                condition=~models.Q(evidence_file=""),
                name="consent_evidence_file",
            ),
        ]

    def __str__(self):
        return f"{self.subject}: {self.purpose}"

    @property
    def is_valid(self) -> bool:
        """For the file of now, neither withdrawn nor run out; the last day counts."""
        return (self.replaced_at or self.withdrawn_at) is None and (
            self.expires_on is None or self.expires_on >= timezone.localdate()
        )

    @property
    def ended_at(self) -> datetime | None:
        """When it was withdrawn or ran out; None without an end."""
        if self.withdrawn_at or self.expires_on is None:
            return self.withdrawn_at
        return timezone.make_aware(datetime.combine(self.expires_on + timedelta(1), time.min))

    def allows(self, use: str) -> bool:
        """Whether it is valid and covers ``use`` (a :class:`ConsentUse`)."""
        return self.is_valid and use in self.uses

    def renews(self, other: Consent) -> bool:
        """Whether ``other``, of the same photo or film, may end: the same person agreed to the
        same uses for longer."""
        if self.expires_on and (other.expires_on is None or other.expires_on >= self.expires_on):
            return False
        same_person = self.subject.casefold() == other.subject.casefold()
        return self.is_valid and same_person and set(other.uses) <= set(self.uses)

    @property
    def uses_in_words(self) -> str:
        """Where it may be shown, for people."""
        return ", ".join(str(use.label) for use in ConsentUse if use in self.uses)


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
