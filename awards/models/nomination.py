"""Who is proposed, by whom, on what evidence, with whose support."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.edition import Category, Criterion
from cms.people.models import Officer
from stories.models import StoryPage


class NominationState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("status usulan", "Masuk")
    ELIGIBLE = "eligible", _("Memenuhi syarat")
    INELIGIBLE = "ineligible", _("Tidak memenuhi syarat")
    MERGED = "merged", _("Digabung")
    WITHDRAWN = "withdrawn", _("Ditarik pengusul")
    WINNER = "winner", _("Penerima penghargaan")
    NOT_SELECTED = "not_selected", _("Tidak terpilih")


class Nomination(models.Model):
    """An officer proposed for a category by one user.

    A second proposal of the same officer in the same category is merged into the first as a further
    statement; how many there were is never shown to those who judge.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="nominations")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="award_nominations")
    nominator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="award_nominations"
    )
    narrative = models.TextField(_("alasan pengusulan"), max_length=5000)
    state = models.CharField(
        max_length=12, choices=NominationState, default=NominationState.SUBMITTED
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    screening_note = models.CharField(max_length=500, blank=True)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    screened_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("usulan")
        verbose_name_plural = _("usulan")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "officer", "nominator"], name="nomination_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["category", "officer"],
                condition=Q(state__in=["eligible", "winner", "not_selected"]),
                name="nomination_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="nomination_merged_into_something",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="nomination_not_merged_into_itself",
            ),
        ]
        indexes = [models.Index(fields=["category", "officer"], name="nomination_duplicates")]

    def __str__(self):
        return f"{self.officer} – {self.category}"

    @property
    def duplicate_key(self) -> tuple[int, int]:
        """Nominations with the same key are about the same person in the same category."""
        return self.category_id, self.officer_id


class Evidence(models.Model):
    """A published story that supports a nomination, pinned to the text that was public then."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="evidence")
    story = models.ForeignKey(StoryPage, models.PROTECT, related_name="award_evidence")
    # Protected: Wagtail's purge of old revisions leaves protected ones alone.
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, related_name="+")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("apa yang dibuktikan"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    # Wagtail's "usage" of a story would tell its desk that somebody was proposed with it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("bukti")
        verbose_name_plural = _("bukti")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "story"], name="evidence_once")
        ]

    def __str__(self):
        return f"{self.nomination_id} – {self.story_id}"


class EndorserRole(models.TextChoices):
    VILLAGE_HEAD = "village_head", _("Kepala desa atau lurah")
    COMMUNITY_LEADER = "community_leader", _("Tokoh masyarakat, adat atau agama")
    FKPM = "fkpm", _("FKPM")
    BABINSA = "babinsa", _("Babinsa")
    SCHOOL = "school", _("Kepala sekolah atau guru")
    RESIDENT = "resident", _("Warga")
    COLLEAGUE = "colleague", _("Rekan atau atasan di Polri")


class Endorsement(models.Model):
    """Somebody's support for a nomination. Checked by phone or in person before it counts.

    ``person_key`` is the name without case, titles' dots and spaces: one voice a person.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="endorsements")
    name = models.CharField(_("nama"), max_length=150)
    role = models.CharField(_("sebagai"), max_length=16, choices=EndorserRole)
    statement = models.TextField(_("pernyataan"), max_length=1500)
    contact = models.CharField(
        _("telepon untuk pemeriksaan"), max_length=60, blank=True, help_text=_("Tidak tampil.")
    )
    person_key = models.CharField(max_length=150, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    identity_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    identity_checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("dukungan")
        verbose_name_plural = _("dukungan")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "person_key"], name="endorsement_once_a_person"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.get_role_display()})"
