"""People hidden in a film: what was asked for, and how far the work is."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.base.outbox import OutboxRow
from cms.media.models.video import Video


class FilmRedaction(OutboxRow):
    """A row of work: burn these tracks into a new film, from the original.

    ``tracks`` is a list of areas that move: each a list of ``[second, x, y, width, height]`` in
    order of time, sizes in shares (0 to 1) of the upright film. Between two marks the area moves
    evenly; before the first and after the last it is not there. ``all_faces``: every face that is
    found is hidden as well. Nothing of both takes the redaction back. The newest row that is done
    holds.
    """

    video = models.ForeignKey(Video, models.CASCADE, related_name="film_redactions")
    tracks = models.JSONField(default=list, blank=True)
    all_faces = models.BooleanField(_("semua wajah"), default=False)
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
        return f"{self.video_id}: {len(self.tracks)}"

    @property
    def hides_something(self) -> bool:
        """False when it takes an earlier redaction back."""
        return bool(self.tracks or self.all_faces)
