"""Faces that a machine believes to see in a photo or film, and what a person said of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.media.models.photo import Photo
from cms.media.models.video import Video

FACES_STEP = "faces"  # the pipeline step that looks for them


class FaceState(models.TextChoices):
    PROPOSED = "proposed", _("Belum diputuskan")
    CONFIRMED = "confirmed", _("Samarkan")
    DISMISSED = "dismissed", _("Tidak perlu disamarkan")


class JudgedFace(models.Model):
    """A face that a machine is so sure of (``score``), and what a person said of it."""

    score = models.FloatField(_("keyakinan"))
    state = models.CharField(max_length=9, choices=FaceState, default=FaceState.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def _decided(name: str) -> models.CheckConstraint:
    """Who decided and when is known of every face that is not a mere proposal."""
    return models.CheckConstraint(
        condition=models.Q(state="proposed")
        | models.Q(decided_by__isnull=False, decided_at__isnull=False),
        name=name,
    )


class FaceProposal(JudgedFace):
    """One face, as a rectangle in shares (0 to 1) of the upright photo.

    ``CONFIRMED`` means that the redaction that holds now covers it; a redaction that no longer
    does makes it ``PROPOSED`` again.
    """

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="face_proposals")
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()

    class Meta:
        verbose_name = _("usulan wajah")
        verbose_name_plural = _("usulan wajah")
        ordering = ["-score", "id"]
        constraints = [_decided("face_decided_by_somebody")]

    def __str__(self):
        return f"{self.photo_id}: {self.get_state_display()}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width, height, in shares of the photo."""
        return self.x, self.y, self.width, self.height


class FaceLook(models.Model):
    """Faces were looked for in this photo; without a row nobody has looked yet."""

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="face_look")
    looked_at = models.DateTimeField(auto_now=True)
    found_count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("pencarian wajah")

    def __str__(self):
        return f"{self.photo_id}: {self.found_count}"


class FaceTrack(JudgedFace):
    """One face through a film: ``marks`` as in :class:`FilmRedaction`'s tracks.

    ``CONFIRMED`` means that the redaction that holds now hides it.
    """

    video = models.ForeignKey(Video, models.CASCADE, related_name="face_tracks")
    marks = models.JSONField()
    begins_s = models.FloatField()
    ends_s = models.FloatField()

    class Meta:
        verbose_name = _("wajah dalam video")
        verbose_name_plural = _("wajah dalam video")
        ordering = ["begins_s", "id"]
        constraints = [_decided("face_track_decided_by_somebody")]

    def __str__(self):
        return f"{self.video_id}: {self.begins_s:.0f}–{self.ends_s:.0f} s"


class FilmLook(models.Model):
    """Faces were looked for in this film; without a row nobody has looked yet."""

    video = models.OneToOneField(Video, models.CASCADE, primary_key=True, related_name="film_look")
    looked_at = models.DateTimeField(auto_now=True)
    found_count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("pencarian wajah dalam video")

    def __str__(self):
        return f"{self.video_id}: {self.found_count}"
