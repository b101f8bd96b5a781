"""Somebody asks that a picture of them, and what is known through it, be deleted."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.media.models.photo import Photo
from cms.media.models.video import Video

# UU 27/2022: 3×24 hours, counted by days since only the day of the request is known.
ANSWERED_WITHIN = datetime.timedelta(days=3)


class ErasureState(models.TextChoices):
    RECEIVED = "received", _("Diterima")
    BLOCKED = "blocked", _("Ditahan dari publik")
    REFUSED = "refused", _("Tidak dikabulkan")
    ERASED = "erased", _("Dihapus")


ERASURE_OPEN = (ErasureState.RECEIVED, ErasureState.BLOCKED)


class ErasureGround(models.TextChoices):
    """Which right of UU 27/2022 is used."""

    ERASE = "erase", _("Menghapus data tentang dirinya (Pasal 8)")
    WITHDRAW = "withdraw", _("Menarik persetujuan (Pasal 9)")
    RESTRICT = "restrict", _("Menunda atau membatasi pemakaian (Pasal 11)")


class Asker(models.TextChoices):
    """In what capacity somebody asks."""

    SELF = "self", _("Orang yang terlihat")
    GUARDIAN = "guardian", _("Orang tua atau wali")
    HEIR = "heir", _("Ahli waris")
    PROXY = "proxy", _("Kuasa")


class ErasureRequest(models.Model):
    """A request about one photo, film or recording; it outlives what it is about.

    ``asker_name``, ``contact`` and ``words`` are personal data themselves and go with what is
    erased; the number of the row, its days and its end stay. ``thing_key`` is the ``public_id`` of
    what it is about.
    """

    photo = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="erasure_requests"
    )
    video = models.ForeignKey(
        Video, models.SET_NULL, null=True, blank=True, related_name="erasure_requests"
    )
    thing_key = models.UUIDField(editable=False)
    unit_path = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    asker_name = models.CharField(_("nama pemohon"), max_length=200, blank=True)
    contact = models.CharField(_("cara menghubungi"), max_length=200, blank=True)
    capacity = models.CharField(_("sebagai"), max_length=8, choices=Asker)
    ground = models.CharField(_("hak yang dipakai"), max_length=8, choices=ErasureGround)
    words = models.CharField(_("yang diminta"), max_length=1000, blank=True)
    received_on = models.DateField(_("diterima pada"), default=timezone.localdate)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=ErasureState, default=ErasureState.RECEIVED)
    blocked_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("alasan keputusan"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("permohonan penghapusan")
        verbose_name_plural = _("permohonan penghapusan")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["recorded_at"],
                condition=models.Q(state__in=["received", "blocked"]),
                name="erasure_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["refused", "erased"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~models.Q(reason=""),
                name="erasure_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="erased") | models.Q(asker_name="", contact="", words=""),
                name="erasure_forgets_who_asked",
            ),
            models.UniqueConstraint(
                fields=["thing_key"],
                condition=models.Q(state__in=["received", "blocked"]),
                name="erasure_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.pk}: {self.get_state_display()}"

    @property
    def thing(self) -> Photo | Video | None:
        """What it is about, while that exists."""
        return self.photo or self.video

    @property
    def kind(self) -> str:
        """``photo`` or ``video``, as addresses name it."""
        return "photo" if self.photo_id else "video"

    @property
    def answer_by(self) -> datetime.date:
        """The last day on which it may be answered."""
        return self.received_on + ANSWERED_WITHIN

    @property
    def is_late(self) -> bool:
        """Open, and the days that the law gives are over."""
        return self.is_open and timezone.localdate() > self.answer_by

    @property
    def is_open(self) -> bool:
        return self.state in ERASURE_OPEN
