"""A film or a recording as wagtailmedia's media."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia

from cms.media.models.masters import VideoMasterField
from cms.media.models.protection import ProtectMark
from cms.media.models.rights import Rights, ending_index
from cms.media.models.stored_names import video_master_name


class Video(Rights, AbstractMedia):
    """A film or a recording (``type``) as wagtailmedia's media, which knows one model for both.

    ``file`` is the clean master, never the original; nothing lies there until it is made.
    """

    file = VideoMasterField(_("berkas"), upload_to=video_master_name, max_length=200)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alt_text = models.CharField(_("uraian isi"), max_length=300, blank=True)
    protect_mark = models.CharField(
        _("yang dilindungi"), max_length=12, choices=ProtectMark, blank=True, default=""
    )
    is_redacted = models.BooleanField(_("sudah disamarkan"), default=False, editable=False)
    # A redaction was asked for and is not burnt in yet: no file of it is public, whoever uses it.
    awaits_redaction = models.BooleanField(default=False, editable=False)
    unit_path = models.CharField(max_length=255, blank=True, editable=False, db_index=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "alt_text",
        "credit",
        "licence",
        "licence_until",
        "protect_mark",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        abstract = False
        verbose_name = _("video")
        verbose_name_plural = _("video")
        indexes = [ending_index("video")]
        constraints = [
            # Screens of wagtailmedia delete what the column names.
            models.CheckConstraint(
                condition=~models.Q(file__startswith="originals/"), name="video_file_is_no_original"
            )
        ]
