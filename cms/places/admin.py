"""Regions and units in the Wagtail admin."""

import re

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import log

from cms.base.errors import DomainError
from cms.places.forms import UnitForm
from cms.places.models import Region, Unit
from cms.places.selectors import MOST_RESULTS, search_regions
from cms.places.services.units import change_unit


class RegionIndexView(generic.IndexView):
    """All regions by code; the search is that of the pickers, or by the beginning of a code."""

    def search_queryset(self, queryset):
        query = self.search_query
        if not query:
            return queryset
        if re.fullmatch(r"[\d.]{2,13}", query):
            return queryset.filter(code__startswith=query)
        found = search_regions(query, limit=MOST_RESULTS)
        return queryset.filter(pk__in=[region.pk for region in found])


class RegionViewSet(ModelViewSet):
    """Seen and searched, never edited: ``load_regions`` keeps them."""

    model = Region
    name = "wilayah"
    url_prefix = "wilayah/daftar"
    icon = "site"
    menu_label = _("Wilayah")
    index_view_class = RegionIndexView
    inspect_view_enabled = True
    inspect_view_fields = ("code", "name", "level", "kind", "place_line", "retired_on")
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ("name",)  # wanted by Wagtail; the policy allows nobody to see such a form
    list_display = ("place_line", "code", "level", "kind", "retired_on")
    list_filter = ("level", "kind")
    list_per_page = 50
    search_fields = ("name",)
    ordering = "code"


class UnitIndexView(generic.IndexView):
    """All units in tree order, with their region in the same query."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("region")


class UnitEditView(generic.EditView):
    """Saves by the service; what the service refuses is said above the form."""

    def save_instance(self):
        data = self.form.cleaned_data
        unit = change_unit(
            actor=self.request.user,
            unit=self.form.instance,
            name=data["name"],
            region=data["region"],
            is_active=data["is_active"],
            is_manual=self.form.stays_manual,
            parent=data.get("parent"),
        )
        log(instance=unit, action="wagtail.edit", user=self.request.user)
        return unit

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except DomainError as error:
            form.add_error(None, str(error))
            self.produced_error_code = error.code
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class UnitViewSet(ModelViewSet):
    """The unit tree; units come from ``derive_units`` and are changed here."""

    model = Unit
    name = "satuan"
    url_prefix = "wilayah/satuan"
    icon = "group"
    menu_label = _("Satuan")
    index_view_class = UnitIndexView
    edit_view_class = UnitEditView
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = (
        "name",
        "code",
        "level",
        "region",
        BooleanColumn("is_active", label=_("Aktif"), sort_key="is_active"),
        BooleanColumn("is_manual", label=_("Diatur manual"), sort_key="is_manual"),
    )
    list_filter = ("level", "is_active", "is_manual")
    list_per_page = 50
    search_fields = ("name", "code")
    ordering = "path"

    def get_form_class(self, for_update=False):
        return UnitForm


class PlacesViewSetGroup(ModelViewSetGroup):
    """The menu "Wilayah"."""

    menu_label = _("Wilayah")
    menu_icon = "site"
    menu_order = 700
    items = (UnitViewSet, RegionViewSet)
