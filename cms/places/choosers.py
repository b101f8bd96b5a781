"""Choosers for the Wagtail admin: a village, any region, a unit.

A form field that points to a Region shows the village chooser, one that points to a Unit the unit
chooser, without further ado; ``VillageChooserBlock`` is for StreamField.
"""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from cms.places.models import Level, Region, Unit
from cms.places.selectors import MOST_RESULTS, search_regions, search_villages

LONGEST_QUERY = 80


class _SearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Cari"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"placeholder": _("Ketik nama, misalnya “pondok bogor”")}),
    )

    def filter(self, objects):
        objects = super().filter(objects)
        query = self.cleaned_data["q"].strip()
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        return self.search(query, objects)

    def search(self, query, objects):
        """The rows of ``objects`` that ``query`` means: a query set or a list, best first."""
        raise NotImplementedError


class _VillageSearchForm(_SearchForm):
    def search(self, query, objects):
        return search_villages(query, limit=MOST_RESULTS)


class _RegionSearchForm(_SearchForm):
    def search(self, query, objects):
        return search_regions(query, limit=MOST_RESULTS)


class _UnitSearchForm(_SearchForm):
    def search(self, query, objects):
        return objects.filter(Q(name__icontains=query) | Q(code__istartswith=query))


class _VillageChooseView(ChooseView):
    filter_form_class = _VillageSearchForm


class _VillageResultsView(ChooseResultsView):
    filter_form_class = _VillageSearchForm


class _RegionChooseView(ChooseView):
    filter_form_class = _RegionSearchForm


class _RegionResultsView(ChooseResultsView):
    filter_form_class = _RegionSearchForm


class _UnitChooseView(ChooseView):
    filter_form_class = _UnitSearchForm


class _UnitResultsView(ChooseResultsView):
    filter_form_class = _UnitSearchForm


class TolerantChooser(BaseChooser):
    """Shows a forged id as nothing chosen; Wagtail's own widget fails on what is no number."""

    def get_instance(self, value):
        try:
            return super().get_instance(value)
        except (TypeError, ValueError, OverflowError):
            return None


class VillageChooserViewSet(ChooserViewSet):
    """Villages in force, found by the fast search."""

    model = Region
    base_widget_class = TolerantChooser
    icon = "site"
    choose_one_text = _("Pilih desa atau kelurahan")
    choose_another_text = _("Pilih desa lain")
    edit_item_text = _("Lihat wilayah ini")
    choose_view_class = _VillageChooseView
    choose_results_view_class = _VillageResultsView

    def get_object_list(self):
        return Region.objects.filter(level=Level.VILLAGE, retired_on=None)


class RegionChooserViewSet(ChooserViewSet):
    """Regions of every level in force; a form asks for it by its widget."""

    model = Region
    base_widget_class = TolerantChooser
    icon = "site"
    register_widget = False
    choose_one_text = _("Pilih wilayah")
    choose_another_text = _("Pilih wilayah lain")
    edit_item_text = _("Lihat wilayah ini")
    choose_view_class = _RegionChooseView
    choose_results_view_class = _RegionResultsView

    def get_object_list(self):
        return Region.objects.filter(retired_on=None)


class UnitChooserViewSet(ChooserViewSet):
    """Active units, in tree order."""

    model = Unit
    base_widget_class = TolerantChooser
    icon = "group"
    choose_one_text = _("Pilih satuan")
    choose_another_text = _("Pilih satuan lain")
    edit_item_text = _("Ubah satuan ini")
    choose_view_class = _UnitChooseView
    choose_results_view_class = _UnitResultsView

    def get_object_list(self):
        return Unit.objects.filter(is_active=True)


village_chooser = VillageChooserViewSet("pilih_desa", url_prefix="wilayah/pilih-desa")
region_chooser = RegionChooserViewSet("pilih_wilayah", url_prefix="wilayah/pilih-wilayah")
unit_chooser = UnitChooserViewSet("pilih_satuan", url_prefix="wilayah/pilih-satuan")

VillageChooserBlock = village_chooser.get_block_class(
    name="VillageChooserBlock", module_path="cms.places.choosers"
)
UnitChooserBlock = unit_chooser.get_block_class(
    name="UnitChooserBlock", module_path="cms.places.choosers"
)
