"""Choosing an officer for a story among tens of thousands: by name or NRP."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.people.models import Officer
from cms.places.choosers import TolerantChooser


class _OfficerSearchForm(BaseFilterForm):
    q = forms.CharField(label=_("Nama atau NRP"), required=False, max_length=80)

    def filter(self, objects):
        objects = super().filter(objects)
        query = self.cleaned_data["q"].strip()
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        return objects.filter(Q(name__icontains=query) | Q(nrp=query))


class _Columns:
    filter_form_class = _OfficerSearchForm

    @property
    def columns(self):
        return [*super().columns, Column("unit", label=_("Satuan"), accessor="unit")]


class _ChooseView(_Columns, ChooseView):
    pass


class _ResultsView(_Columns, ChooseResultsView):
    pass


class OfficerChooserViewSet(ChooserViewSet):
    """Active officers by name, with their unit."""

    model = Officer
    base_widget_class = TolerantChooser
    icon = "user"
    register_widget = False
    choose_one_text = _("Pilih Bhabinkamtibmas")
    choose_another_text = _("Pilih yang lain")
    edit_item_text = _("Ubah data anggota ini")
    choose_view_class = _ChooseView
    choose_results_view_class = _ResultsView

    def get_object_list(self):
        return Officer.objects.filter(is_active=True).select_related("unit")


officer_chooser = OfficerChooserViewSet("pilih_anggota", url_prefix="meja/pilih-anggota")
