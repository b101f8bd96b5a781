"""Wagtail's own forms of a photo or film save nothing over what somebody else saved since."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.base.versions import Overtaken, version_of
from cms.base.workflow import lock
from cms.media.models import Photo, Upload, Video
from cms.media.selectors import kind_of

VERSION = "version"
FOCUS = "focal_point_"


def form_version(thing: Photo | Video) -> str:
    """What Wagtail's form of ``thing`` shows now, and which file it has: what a form gives back.
    Two queries."""
    names = set(type(thing).admin_form_fields) - {"file", "tags"}
    words = {name: thing.serializable_value(name) for name in names}
    tags = sorted(thing.tags.values_list("name", flat=True))
    # The file's own name changes with its preparation, the upload only with another file.
    return version_of(words | {"tags": tags, "upload": _upload_of(thing)})


def _upload_of(thing: Photo | Video):
    return Upload.objects.filter(**{kind_of(thing): thing}).values_list("pk", flat=True).first()


class VersionedForm:
    """Mixin in front of the others: the form carries the version that it shows. Saved from an older
    one it asks first, with what is there now beside what was typed; saving once more is then meant.

    ``save`` raises Overtaken where somebody saved between the check and the save.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.loaded = None
        if self.instance.pk is None:
            return
        self.loaded = form_version(self.instance)
        self.fields[VERSION] = forms.CharField(
            required=False, initial=self.loaded, widget=forms.HiddenInput
        )

    @cached_property
    def changed_data(self):
        """The fields in which what was typed is not what is saved now."""
        return [name for name in super().changed_data if name != VERSION]

    def clean(self):
        said = super().clean()
        seen = (said or {}).pop(VERSION, "")
        if self.loaded and seen and seen != self.loaded and self.changed_data:
            self._mean_it_next_time()
            again = _("Bila yang Anda tulis yang berlaku, simpan sekali lagi.")
            raise ValidationError([str(Overtaken()), *self._standing(), again])
        return said

    def save(self, commit=True):
        if not commit or self.instance.pk is None:
            return super().save(commit=commit)
        with transaction.atomic():
            now = lock(type(self.instance).objects.all(), pk=self.instance.pk)
            if form_version(now) != self.loaded:
                raise Overtaken
            return super().save()

    def _mean_it_next_time(self) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix(VERSION)] = self.loaded

    def _standing(self) -> list[str]:
        """What is saved now of each field that differs, in words."""
        lines = [
            _("%(field)s, tersimpan sekarang: %(value)s")
            % {"field": self.fields[name].label, "value": self._shown(name) or "–"}
            for name in self.changed_data
            if name != "file" and not name.startswith(FOCUS)
        ]
        if any(name.startswith(FOCUS) for name in self.changed_data):
            lines.append(_("Titik fokus yang tersimpan sekarang lain."))
        if "file" in self.changed_data:
            lines.append(_("Pilih lagi berkasnya sebelum menyimpan."))
        return lines

    def _shown(self, name: str) -> str:
        if name == "tags":
            return ", ".join(sorted(self.instance.tags.values_list("name", flat=True)))
        if display := getattr(self.instance, f"get_{name}_display", None):
            return str(display())
        value = getattr(self.instance, name)
        if isinstance(value, bool):
            return _("ya") if value else _("tidak")
        return str(value or "")
