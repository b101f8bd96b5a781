"""What staff type on the hero screens."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A sentence that is kept: why something is sent back, or where a consent is filed."""

    note = forms.CharField(
        label=_("Catatan"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": _("Tulis sedikitnya 10 huruf.")},
    )
