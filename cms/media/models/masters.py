"""The fields of masters: whatever door a file comes through, what becomes a master is clean."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.media import pictures
from cms.media.models.stored_names import original_folder_name


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
            self.instance.arrived_name = name
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

    ``instance.arrived_as`` is the key of the :class:`Upload` that ``receivers`` will make for it.
    """

    def save(self, name, content, save=True):
        if not isinstance(content, CleanFile):
            self.instance.arrived_as = uuid.uuid4()
            self.instance.arrived_name = name
        super().save(name, content, save=save)


class VideoMasterField(models.FileField):
    attr_class = VideoMasterFile

    def generate_filename(self, instance, filename):
        arrived_as = getattr(instance, "arrived_as", None)
        if arrived_as is None:
            return super().generate_filename(instance, filename)
        return original_folder_name(arrived_as, filename)
