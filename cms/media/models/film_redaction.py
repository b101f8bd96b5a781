"""People hidden in a film: what was asked for, and how far the work is."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.base.outbox import OutboxRow
from cms.media.models.video import Video


class FilmRedaction(OutboxRow):
    """A row of work: burn these areas into a new film, from the original.

    ``tracks`` is a list of areas that move: each a list of ``[second, x, y, width, height]`` in
    order of time, sizes in shares (0 to 1) of the upright film. Between two marks the area moves
    evenly; before the first and after the last it is not there. ``faces`` are keys of the
    :class:`FaceTrack` rows to hide as well; ``all_faces`` hides every one that is found,
    ``whole_picture`` everything that can be seen. ``is_mute`` leaves the sound out. A row with
    none of them takes the redaction back. The newest row that is done holds.
    """

    video = models.ForeignKey(Video, models.CASCADE, related_name="film_redactions")
    tracks = models.JSONField(default=list, blank=True)
    faces = models.JSONField(default=list, blank=True)
    all_faces = models.BooleanField(_("semua wajah"), default=False)
    whole_picture = models.BooleanField(_("seluruh gambar"), default=False)
    is_mute = models.BooleanField(_("tanpa suara"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    found_count = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("penyamaran video")
        verbose_name_plural = _("penyamaran video")
        ordering = ["id"]
        indexes = [OutboxRow.due_index("film_redaction_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="film_redaction_one_open",
            )
        ]

    def __str__(self):
        return f"{self.video_id}: {self.get_state_display()}"

    @property
    def hides_something(self) -> bool:
        """Whether people are hidden by it; without sound alone nobody is."""
        return bool(self.tracks or self.faces or self.all_faces or self.whole_picture)
