"""What administrators type about receivers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.channel import choices


class SubscriptionForm(forms.Form):
    """A new receiver; the service checks the address with its channel."""

    channel = forms.ChoiceField(label=_("Kanal"), choices=choices)
    name = forms.CharField(label=_("Nama penerima"), max_length=120)
    url = forms.CharField(label=_("Alamat (URL)"), max_length=2000)
