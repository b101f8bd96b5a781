"""The fields of masters: whatever door a file comes through, what becomes a master is clean."""

import hashlib

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.media import pictures
from cms.media.models.stored_names import original_name, video_master_name


class CleanFile(ContentFile):
    """Bytes that our own pipeline made; anything else that reaches a master is cleaned first."""


class PhotoMasterFile(WagtailImageFieldFile):
    """Whatever door a picture comes through, what is stored as the master is clean.

    The file as it arrived is left on ``instance.arrived`` for ``receivers`` to keep privately.
    Raises ``pictures.Unreadable``; forms check the file before.
    """

    def save(self, name, content, save=True):
        if not isinstance(content, CleanFile):
            master = pictures.clean_master(content)
            self.instance.arrived = content
            content, name = CleanFile(master.data), f"master.{master.extension}"
        content.name = content.name or name  # Django reads the dimensions only of a named file
        data = content.read()
        content.seek(0)
        self.instance.file_size = len(data)
        self.instance.file_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        super().save(name, content, save=save)


class PhotoMasterField(WagtailImageField):
    attr_class = PhotoMasterFile


class VideoMasterFile(FieldFile):
    """A film that did not come from our pipeline is stored as an original, to be cleaned.

    Its own name here is a master's, where nothing lies yet: wagtailmedia deletes the file that it
    finds in this column. ``instance.arrived_as`` is the original's name, for ``receivers``.
    """

    def save(self, name, content, save=True):
        if isinstance(content, CleanFile):
            super().save(name, content, save=save)
            return
        self.instance.arrived_as = self.storage.save(original_name(self.instance, name), content)
        self.name = video_master_name(self.instance, name)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    @property
    def size(self):
        """Until the clean film is made: of what arrived."""
        try:
            return super().size
        except FileNotFoundError:
            upload = getattr(self.instance, "upload", None)
            if upload is None:
                raise
            return upload.byte_count


class VideoMasterField(models.FileField):
    attr_class = VideoMasterFile
