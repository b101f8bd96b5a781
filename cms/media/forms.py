"""Forms of the admin: Wagtail's own upload forms with our content check."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from cms.base.errors import DomainError
from cms.media.content_type import inspect
from cms.media.services.consent import note_mark_change


def _check(file, kind: str):
    try:
        inspect(file, name=file.name or "", kind=kind)
    except DomainError as error:
        raise ValidationError(str(error)) from error
    return file


class PhotoForm(BaseImageForm):
    """Wagtail's image form: content decides, and a changed mark is written down."""

    def __init__(self, *args, user=None, **kwargs):
        self.actor = user
        super().__init__(*args, user=user, **kwargs)

    class Meta(BaseImageForm.Meta):
        pass

    def clean_file(self):
        file = self.cleaned_data["file"]
        return _check(file, "photo") if "file" in self.changed_data and file else file

    def save(self, commit=True):
        before = self.initial.get("protect_mark", "")
        photo = super().save(commit=commit)
        if commit and photo.protect_mark != before:
            note_mark_change(actor=self.actor, thing=photo, before=before)
        return photo


class VideoForm(BaseMediaForm):
    """wagtailmedia's form: films only; length, size and poster are read from the film itself."""

    class Meta(BaseMediaForm.Meta):
        labels = {"file": _("Berkas video")}
        help_texts = {"file": _("MP4, MOV, WebM, atau 3GP; paling lama 10 menit.")}

    def clean_file(self):
        file = self.cleaned_data["file"]
        return _check(file, "video") if "file" in self.changed_data and file else file
