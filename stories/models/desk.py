"""What the desk keeps beside a report: due rules, notes, filters, who is looking, what is typed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.media.models import ProtectMark
from cms.places.models import Unit
from stories.models.report import Report
from stories.models.terms import Activity

ANY_MARK = "any"


class DueRule(models.Model):
    """How many hours the desk has. The most particular rule that fits a report holds: first by
    what must be protected, then by activity. The rule with neither is everybody's."""

    HOURS_MAX = 720
    MARKS = (
        ("", _("Bertanda atau tidak")),
        (ANY_MARK, _("Apa pun tandanya")),
        *((mark.value, mark.label) for mark in ProtectMark if mark.value),
    )

    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kegiatan"),
        help_text=_("Kosong: semua kegiatan."),
    )
    protect_mark = models.CharField(
        _("yang dilindungi"),
        max_length=12,
        choices=MARKS,
        blank=True,
        default="",
    )
    hours = models.PositiveSmallIntegerField(
        _("batas waktu (jam)"),
        help_text=_(
            "Dihitung sejak laporan terkirim. Berlaku untuk laporan yang datang sesudahnya."
        ),
    )
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("batas waktu meja redaksi")
        verbose_name_plural = _("batas waktu meja redaksi")
        ordering = ["activity__position", "protect_mark", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "protect_mark"],
                name="due_rule_once",
                violation_error_message=_("Sudah ada batas waktu untuk ini; ubah yang itu."),
            ),
            models.UniqueConstraint(
                fields=["protect_mark"],
                condition=Q(activity=None),
                name="due_rule_once_for_all",
                violation_error_message=_("Sudah ada batas waktu untuk ini; ubah yang itu."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=720),
                name="due_rule_hours",
                violation_error_message=_("Batas waktu antara 1 dan 720 jam."),
            ),
        ]

    def __str__(self):
        parts = [str(self.activity or _("Semua kegiatan"))]
        if self.protect_mark:
            parts.append(str(self.get_protect_mark_display()))
        return f"{' · '.join(parts)}: {self.hours}"


class NoteTopic(models.TextChoices):
    """What a coaching note is about."""

    RESULT = "result", _("Hasil kegiatan")
    STORY = "story", _("Cara bercerita")
    PHOTO = "photo", _("Foto dan video")
    PEOPLE = "people", _("Orang yang dilindungi")
    PLACE = "place", _("Tempat dan waktu")
    OTHER = "other", _("Lainnya")


class CoachingNote(models.Model):
    """A ready-made note of a unit, for itself and all below; without a unit it is everybody's.

    ``text`` may hold the variables of ``stories.notes``.
    """

    TEXT_MAX = 1500

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("satuan")
    )
    title = models.CharField(_("judul"), max_length=80)
    text = models.TextField(_("isi catatan"), max_length=TEXT_MAX)
    topic = models.CharField(_("pokok"), max_length=8, choices=NoteTopic, default=NoteTopic.OTHER)
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kegiatan"),
    )
    used_count = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("catatan pembinaan")
        verbose_name_plural = _("catatan pembinaan")
        ordering = ["topic", "title", "id"]

    def __str__(self):
        return self.title


class SavedFilter(models.Model):
    """A question to the queue under a name: somebody's own, or with a unit its whole desk's."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("nama"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("saringan tersimpan")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "unit", "name"], name="filter_name_once"),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(unit=None), name="own_filter_name_once"
            ),
        ]

    def __str__(self):
        return self.name


class DeskPresence(models.Model):
    """Somebody has the report's page open: beaten every few seconds, over when it stops."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sedang membuka")
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="presence_once"),
        ]

    def __str__(self):
        return f"{self.user_id} @ {self.report_id}"


class DeskDraftField(models.TextChoices):
    RETURN = "return", _("Catatan pengembalian")
    DECLINE = "decline", _("Alasan tidak dimuat")
    SPIKE = "spike", _("Alasan menyisihkan")
    COMMEND = "commend", _("Apresiasi")
    KEPT_TITLE = "kept_title", _("Pisah: judul yang tetap")
    KEPT_TEXT = "kept_text", _("Pisah: isi yang tetap")
    PART_TITLE = "title", _("Pisah: judul laporan baru")
    PART_TEXT = "text", _("Pisah: isi laporan baru")


# The fields of the page on which a report is split, as its form calls them.
SPLIT_DRAFT_FIELDS = (
    DeskDraftField.KEPT_TITLE,
    DeskDraftField.KEPT_TEXT,
    DeskDraftField.PART_TITLE,
    DeskDraftField.PART_TEXT,
)


class DeskDraft(models.Model):
    """What somebody is typing about a report, saved as they type; nobody else writes over it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="desk_drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    field = models.CharField(max_length=10, choices=DeskDraftField)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tulisan yang belum dikirim")
        ordering = ["field", "-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["report", "user", "field"], name="desk_draft_once"),
        ]

    def __str__(self):
        return f"{self.report_id} {self.field} {self.user_id}"


class Commendation(models.Model):
    """A leader's words of thanks for a report: one from each leader, never counted up."""

    TEXT_MAX = 600

    report = models.ForeignKey(Report, models.CASCADE, related_name="commendations")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    leader_name = models.CharField(max_length=150)
    unit_name = models.CharField(max_length=140, blank=True)
    text = models.TextField(_("apresiasi"), max_length=TEXT_MAX)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("apresiasi pimpinan")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "leader"], name="commended_once"),
        ]

    def __str__(self):
        return f"{self.leader_name}: {self.report_id}"
