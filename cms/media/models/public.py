"""What the public gets: derivatives, who needs them, and files that must go."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.media.models.photo import Photo
from cms.media.models.stored_names import derivative_name, public_name, public_storage
from cms.media.models.video import Video

STREAM_PRESET = "hls"  # the playlist of playlists; the parts of sizes are "hls-720p" and so on
PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
CAPTIONS_TYPE = "text/vtt"
CAPTIONS_PREFIX = "vtt-"  # and the language
# Each by its own name, as viewers find it in the menu of a player.
CAPTION_LANGUAGES = {
    "id": "Bahasa Indonesia",
    "en": "English",
    "ace": "Basa Acèh",
    "ban": "Basa Bali",
    "bug": "Basa Ugi",
    "jv": "Basa Jawa",
    "mad": "Basa Madura",
    "min": "Baso Minangkabau",
    "ms": "Bahasa Melayu",
    "su": "Basa Sunda",
}
POSTER_PRESET = "poster"


class Derivative(models.Model):
    """One size and format of a photo or video; ``public_file`` is set only while published.

    Sizes are 0 where there is nothing to see (sound, captions).
    """

    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="derivatives"
    )
    video = models.ForeignKey(
        Video, models.CASCADE, null=True, blank=True, related_name="derivatives"
    )
    preset = models.CharField(max_length=20, help_text=_("Misalnya w640, poster, 720p."))
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    byte_count = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=derivative_name, max_length=200)
    public_file = models.FileField(
        upload_to=public_name, storage=public_storage, max_length=200, blank=True
    )

    class Meta:
        verbose_name = _("turunan")
        indexes = [
            models.Index(
                fields=["public_file"],
                condition=~models.Q(public_file=""),
                name="derivative_public_file",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(photo__isnull=False, video=None)
                | models.Q(photo=None, video__isnull=False),
                name="derivative_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["photo", "preset", "content_type"], name="derivative_once_per_photo"
            ),
            models.UniqueConstraint(
                fields=["video", "preset", "content_type"], name="derivative_once_per_video"
            ),
        ]

    def __str__(self):
        return f"{self.preset} {self.content_type}"

    @property
    def is_playlist(self) -> bool:
        return self.content_type == PLAYLIST_TYPE

    @property
    def is_part_of_stream(self) -> bool:
        """True for playlists and for the files that only they name."""
        return self.preset == STREAM_PRESET or self.preset.startswith(f"{STREAM_PRESET}-")


class PublicUse(models.Model):
    """Somebody published needs this photo or video public; without any use the copies go."""

    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="public_uses"
    )
    video = models.ForeignKey(
        Video, models.CASCADE, null=True, blank=True, related_name="public_uses"
    )
    used_by = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("pemakaian publik")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(photo__isnull=False, video=None)
                | models.Q(photo=None, video__isnull=False),
                name="public_use_of_one_thing",
            ),
            models.UniqueConstraint(fields=["photo", "used_by"], name="public_use_once_per_photo"),
            models.UniqueConstraint(fields=["video", "used_by"], name="public_use_once_per_video"),
        ]

    def __str__(self):
        return self.used_by


class DoomedFile(models.Model):
    """A stored file to be deleted: written with the change that dooms it, done after commit.

    So a crash between the two leaves a row, never a picture that should be gone.
    """

    storage = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    doomed_at = models.DateTimeField(auto_now_add=True)
    # When it was doomed, or last resisted: those that resist stand behind all others.
    turn_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("berkas yang akan dihapus")
        indexes = [models.Index(fields=["turn_at", "id"], name="doomed_file_turn")]

    def __str__(self):
        return f"{self.storage}:{self.name}"
