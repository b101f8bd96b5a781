"""The form of a unit in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.places.choosers import region_chooser, unit_chooser
from cms.places.models import Region, Unit


class UnitForm(forms.ModelForm):
    """Name, region, place in the tree; the service saves it."""

    parent = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("Di bawah"),
        widget=unit_chooser.widget_class(),
        help_text=_(
            "Memindahkan satuan membawa serta semua satuan, laporan dan cerita di bawahnya."
        ),
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label=_("Wilayah hukum"),
        required=False,
        widget=region_chooser.widget_class(),
    )

    class Meta:
        model = Unit
        fields = ("name", "parent", "region", "is_active", "is_manual")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_root():
            del self.fields["parent"]
        else:
            self.fields["parent"].initial = self.instance.get_parent()

    @property
    def stays_manual(self) -> bool:
        """A change by hand counts as set by hand, unless that mark was taken off in this form."""
        taken_off = "is_manual" in self.changed_data and not self.cleaned_data["is_manual"]
        return not taken_off
