"""One step of the way from an original to what readers get."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.base.outbox import OutboxRow
from cms.media.models.upload import Upload

DERIVE_STEP = "derive"  # the step that makes a photo's files


class PipelineStep(OutboxRow):
    """A step of one upload: what it is called in ``services.steps``, and how far it is.

    ``next_attempt_at`` of a running step is the end of its worker's lease. ``last_error`` of a
    failed one is a sentence for people where the file is at fault, else an exception's name.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=20)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("langkah penyiapan")
        constraints = [
            models.UniqueConstraint(fields=["upload", "name"], name="pipeline_step_once")
        ]
        indexes = [
            OutboxRow.due_index("pipeline_step_due"),
            models.Index(fields=["finished_at"], name="pipeline_step_finished"),
        ]

    def __str__(self):
        return f"{self.name} {self.upload_id}"
