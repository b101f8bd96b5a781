"""The media library's read model: one flat row a photo, film or recording."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from cms.media.models import Photo, ProtectMark, UploadState, Video
from cms.people.models import Officer
from cms.places.models import Region, Unit
from stories.models.report import Report
from stories.models.story import StoryPage
from stories.models.terms import Activity, Programme


class AssetKind(models.TextChoices):
    PHOTO = "photo", _("Foto")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Suara")


class AssetConsent(models.TextChoices):
    """What was recorded; whether it still holds today follows from ``consent_until``."""

    NONE = "none", _("Belum dicatat")
    GIVEN = "given", _("Dicatat")
    ELSEWHERE = "elsewhere", _("Tidak untuk situs")
    WITHDRAWN = "withdrawn", _("Ditarik")


class AssetUsage(models.TextChoices):
    NONE = "none", _("Belum dipakai")
    DRAFT = "draft", _("Dalam naskah")
    PUBLIC = "public", _("Tayang")


class MediaAsset(models.Model):
    """One row for anything in the library: lists and filters read only this.

    A copy of facts that other tables own, written in the transaction that changes them
    (``stories.services.library``); ``manage.py rebuild_library`` makes every row again. Files of a
    report that was not sent yet have no row: they are still the officer's own.
    """

    kind = models.CharField(max_length=5, choices=AssetKind)
    photo = models.OneToOneField(
        Photo, models.CASCADE, null=True, blank=True, related_name="library_row"
    )
    video = models.OneToOneField(
        Video, models.CASCADE, null=True, blank=True, related_name="library_row"
    )
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.READY)
    title = models.CharField(max_length=255)
    words = models.TextField(
        blank=True, help_text=_("Huruf kecil semua: judul, uraian, kredit, nama, tempat, label.")
    )
    credit = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=12, blank=True)
    licence_until = models.DateField(null=True, blank=True)
    is_described = models.BooleanField(default=False)
    unit_path = models.CharField(max_length=255, blank=True)
    officer = models.ForeignKey(
        Officer, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    report = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="+")
    village = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    village_code = models.CharField(max_length=13, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    protect_mark = models.CharField(max_length=12, choices=ProtectMark, blank=True, default="")
    consent = models.CharField(max_length=9, choices=AssetConsent, default=AssetConsent.NONE)
    consent_until = models.DateField(null=True, blank=True)
    usage = models.CharField(max_length=6, choices=AssetUsage, default=AssetUsage.NONE)
    sha256 = models.CharField(max_length=64, blank=True)
    has_twin = models.BooleanField(default=False)
    happened_on = models.DateField(help_text=_("Hari kegiatan; bila tak tercatat, hari tibanya."))
    arrived_at = models.DateTimeField()

    class Meta:
        verbose_name = _("isi pustaka")
        verbose_name_plural = _("isi pustaka")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="photo", photo__isnull=False, video=None)
                | models.Q(kind__in=["video", "audio"], photo=None, video__isnull=False),
                name="asset_of_one_thing",
            )
        ]
        indexes = [
            # Everything the library filters by but words, in reading order: a filter that finds
            # little walks this index alone, never the rows.
            models.Index(
                fields=[
                    "-arrived_at",
                    "-id",
                    "unit_path",
                    "officer",
                    "village_code",
                    "happened_on",
                    "activity",
                    "programme",
                    "kind",
                    "protect_mark",
                    "consent",
                    "consent_until",
                    "usage",
                    "has_twin",
                    "is_described",
                    "licence",
                    "licence_until",
                ],
                name="asset_in_order",
            ),
            models.Index(fields=["officer", "-arrived_at", "-id"], name="asset_of_officer"),
            models.Index(fields=["village_code", "-arrived_at"], name="asset_of_village"),
            models.Index(
                fields=["sha256"], condition=~models.Q(sha256=""), name="asset_by_content"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def thing(self) -> Photo | Video:
        """The photo or video itself; two queries unless selected."""
        return self.photo if self.photo_id else self.video

    @property
    def media_kind(self) -> str:
        """``photo`` or ``video``, as cms.media's services name their argument."""
        return "photo" if self.photo_id else "video"


class StoryMedia(models.Model):
    """A photo or video stands in the newest text of a story, public or not."""

    page = models.ForeignKey(StoryPage, models.CASCADE, related_name="shown_media")
    photo = models.ForeignKey(Photo, models.CASCADE, null=True, blank=True, related_name="+")
    video = models.ForeignKey(Video, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("media dalam cerita")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(photo__isnull=False, video=None)
                | models.Q(photo=None, video__isnull=False),
                name="story_media_of_one_thing",
            ),
            models.UniqueConstraint(fields=["page", "photo"], name="story_photo_once"),
            models.UniqueConstraint(fields=["page", "video"], name="story_video_once"),
        ]

    def __str__(self):
        return f"{self.page_id}: {self.photo_id or self.video_id}"


class LibraryChange(models.Model):
    """One deed on many assets, so that it can be undone: what each of them was before."""

    class Action(models.TextChoices):
        TAG = "tag", _("Label ditambahkan")
        CREDIT = "credit", _("Kredit diganti")
        DECORATIVE = "decorative", _("Ditandai hiasan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    action = models.CharField(max_length=10, choices=Action)
    before = models.JSONField(help_text=_("Apa yang dikembalikan bila dibatalkan, menurut isi."))
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("perubahan pustaka")

    def __str__(self):
        return f"{self.get_action_display()} {self.made_at:%Y-%m-%d %H:%M}"


class UnitCollection(models.Model):
    """The Wagtail collection in which a unit's media lie; made when the first one arrives."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="media_collection")
    collection = models.OneToOneField(Collection, models.CASCADE, related_name="unit_link")

    class Meta:
        verbose_name = _("koleksi satuan")
        verbose_name_plural = _("koleksi satuan")

    def __str__(self):
        return f"{self.unit_id}: {self.collection_id}"
