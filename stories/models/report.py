"""What an officer sends: a row, 100,000 a day, never in the page tree."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.media.descriptions import describes_nothing
from cms.media.models import Photo, ProtectMark, Upload, Video
from cms.people.models import Officer
from cms.places.models import Region, Unit
from stories.models.terms import Activity, Programme


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Terkirim")
    CLAIMED = "claimed", _("Sedang dibaca redaksi")
    RETURNED = "returned", _("Dikembalikan")
    ACCEPTED = "accepted", _("Diterima")
    DECLINED = "declined", _("Tidak dimuat")
    PUBLISHED = "published", _("Terbit")
    SPIKED = "spiked", _("Disisihkan")


class Priority(models.IntegerChoices):
    """How soon the desk wants to deal with a report; officers do not see it."""

    LOW = 0, _("Rendah")
    NORMAL = 1, _("Biasa")
    HIGH = 2, _("Tinggi")
    URGENT = 3, _("Segera")


class Report(models.Model):
    """A *laporan kegiatan*. ``id`` is made by the form or the phone: sent twice, it is one report.

    ``unit_path`` is a copy of the officer's unit path at submission: the desk filters by it. A
    draft may lack anything but its officer; what was sent is complete. What the officer writes anew
    in a report that came back stands beside it (``rewritten_*``) until it is sent.
    """

    TITLE_MAX = 150
    TEXT_MIN = 20
    TEXT_MAX = 10_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=255)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, verbose_name=_("kegiatan")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, verbose_name=_("program")
    )
    village = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("desa/kelurahan"),
    )
    happened_at = models.DateTimeField(_("waktu kegiatan"), null=True, blank=True)
    title = models.CharField(_("judul"), max_length=TITLE_MAX, blank=True)
    text = models.TextField(_("isi laporan"), max_length=TEXT_MAX, blank=True)
    # Its officer's new words for a report that came back, not sent again yet: nobody else's.
    rewritten_title = models.CharField(max_length=TITLE_MAX, blank=True, default="", db_default="")
    rewritten_text = models.TextField(max_length=TEXT_MAX, blank=True, default="", db_default="")
    rewritten_at = models.DateTimeField(null=True, blank=True)
    protect_mark = models.CharField(
        _("yang dilindungi"), max_length=12, choices=ProtectMark, blank=True, default=""
    )
    has_consent = models.BooleanField(
        _("orang dalam foto sudah setuju"),
        default=False,
        help_text=_("Setuju dipotret dan dimuat; untuk anak, walinya."),
    )
    # Where the phone said it was, when its officer agreed to say so: for the desk, never public.
    place_latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    place_longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    place_accuracy_m = models.PositiveIntegerField(null=True, blank=True)
    place_at = models.DateTimeField(null=True, blank=True)
    # How many files its sender last said belong to it, and when; None when nobody said.
    files_expected = models.PositiveSmallIntegerField(null=True, blank=True)
    files_expected_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("prioritas"), choices=Priority, default=Priority.NORMAL
    )
    due_at = models.DateTimeField(null=True, blank=True)
    # Four fifths of the time are over; and when the desk was told that all of it is.
    warn_at = models.DateTimeField(null=True, blank=True)
    breach_told_at = models.DateTimeField(null=True, blank=True)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_parts"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("laporan kegiatan")
        verbose_name_plural = _("laporan kegiatan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="claimed", claimed_by__isnull=False)
                | ~models.Q(state="claimed"),
                name="report_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft")
                | models.Q(submitted_at__isnull=False, due_at__isnull=False),
                name="report_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft")
                | (
                    models.Q(
                        activity__isnull=False, village__isnull=False, happened_at__isnull=False
                    )
                    & ~models.Q(title="")
                    & ~models.Q(text="")
                ),
                name="report_sent_is_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    place_latitude=None, place_longitude=None, place_accuracy_m=None, place_at=None
                )
                | models.Q(
                    place_latitude__range=(-90, 90),
                    place_longitude__range=(-180, 180),
                    place_accuracy_m__isnull=False,
                    place_at__isnull=False,
                ),
                name="report_place_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__in=[0, 1, 2, 3]), name="report_priority_known"
            ),
        ]
        indexes = [
            # Each order of the queue, with everything the desk filters and searches by, so that a
            # scan reads no long text.
            models.Index(
                fields=["state", "due_at", "id", "unit_path", "activity", "officer", "title"],
                name="report_due",
            ),
            models.Index(
                fields=["state", "submitted_at", "id", "unit_path", "activity", "officer", "title"],
                name="report_newest",
            ),
            models.Index(
                fields=["state", "-priority", "due_at", "id", "unit_path", "activity"],
                name="report_urgent",
            ),
            # A Polsek's few among a country's many.
            models.Index(fields=["unit_path", "state", "submitted_at"], name="report_of_unit"),
            models.Index(fields=["village", "happened_at"], name="report_same_event"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["submitted", "claimed"], breach_told_at=None),
                name="report_breach_untold",
            ),
            # The same of all open reports, taken or not.
            models.Index(
                fields=["due_at", "id", "unit_path", "activity", "officer", "title"],
                condition=models.Q(state__in=["submitted", "claimed"]),
                name="report_open_due",
            ),
            models.Index(
                fields=["submitted_at", "id", "unit_path", "activity", "officer", "title"],
                condition=models.Q(state__in=["submitted", "claimed"]),
                name="report_open_newest",
            ),
            # All that is counted of them, by unit, without a look at a row.
            models.Index(
                fields=[
                    "unit_path",
                    "warn_at",
                    "due_at",
                    "submitted_at",
                    "state",
                    "priority",
                    "protect_mark",
                ],
                condition=models.Q(state__in=["submitted", "claimed"]),
                name="report_open_counted",
            ),
            models.Index(fields=["submitted_at", "id", "unit_path"], name="report_arrived"),
            models.Index(fields=["officer", "-created_at", "-id"], name="report_of_officer"),
        ]

    def __str__(self):
        return self.title or str(_("(tanpa judul)"))

    @property
    def is_editable(self) -> bool:
        """True while the officer may still change it."""
        return self.state in (ReportState.DRAFT, ReportState.RETURNED)

    @property
    def is_rewritten(self) -> bool:
        """True while its officer has other words for it than those that were sent."""
        return self.state == ReportState.RETURNED and self.rewritten_at is not None

    @property
    def own_title(self) -> str:
        """The title as its officer has it."""
        return self.rewritten_title if self.is_rewritten else self.title

    @property
    def own_text(self) -> str:
        """The text as its officer has it."""
        return self.rewritten_text if self.is_rewritten else self.text

    @property
    def audit_chain(self) -> str:
        """One chain a Polda: narrow enough that writers of other provinces never wait."""
        return f"stories:{self.unit_path[:8]}"


class ReportAttachment(models.Model):
    """A photo or video of a report, in the officer's order."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    upload = models.OneToOneField(Upload, models.PROTECT, related_name="attachment")
    position = models.PositiveSmallIntegerField(default=0)
    caption = models.CharField(_("keterangan"), max_length=200, blank=True)
    # Came when the report was a story already; the desk has not said yet whether it goes in.
    awaits_story = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("berkas laporan")
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.report_id} {self.position}"

    @property
    def photo(self) -> Photo | None:
        """What its file became, whatever file the photo has by now; None before that, and once it
        is gone."""
        return self.upload.photo or self.upload.former_photo

    @property
    def video(self) -> Video | None:
        """The same of a film or recording."""
        return self.upload.video or self.upload.former_video

    @property
    def film_words(self) -> str:
        """What the officer wrote under a film or recording; empty when it is only its name."""
        film = self.video
        if film is None or describes_nothing(self.caption, title=film.title):
            return ""
        return self.caption.strip()


class ReportEvent(models.Model):
    """One step of a report, as the officer may read it: "what became of it"."""

    NOTE_MAX = 2000

    report = models.ForeignKey(Report, models.CASCADE, related_name="events")
    event = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ReportState)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField(max_length=NOTE_MAX, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("langkah laporan")
        ordering = ["id"]

    def __str__(self):
        return f"{self.report_id} {self.event}"
