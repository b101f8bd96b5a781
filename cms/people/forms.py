"""Forms of the admin screens; the services say what is wrong with what was typed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """A file of officers."""

    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        max_length=200,
        help_text=_("Paling banyak 50.000 baris dan 12 MB. Berkas diperiksa dulu."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": _("Pilih berkas dulu."),
            "empty": _("Berkas ini kosong."),
            "missing": _("Pilih berkas dulu."),
            "invalid": _("Berkas tidak terkirim; coba lagi."),
        },
    )
