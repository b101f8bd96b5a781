"""What a photo looks like, to find it again when it is sent a second time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.media.models.upload import Upload

BAND_FIELDS = ("band_0", "band_1", "band_2", "band_3")


class PhotoPrint(models.Model):
    """The perceptual hash of an original in four indexed bands (``cms.media.prints``).

    ``group`` is shared by photos that look alike: the id of the first of them. Empty: no other.
    """

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="print")
    band_0 = models.IntegerField(db_index=True)
    band_1 = models.IntegerField(db_index=True)
    band_2 = models.IntegerField(db_index=True)
    band_3 = models.IntegerField(db_index=True)
    group = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("ciri foto")

    def __str__(self):
        return str(self.upload_id)

    @property
    def bands(self) -> tuple[int, ...]:
        return self.band_0, self.band_1, self.band_2, self.band_3
