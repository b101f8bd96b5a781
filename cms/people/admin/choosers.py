"""The picker of a unit that shows an administrator only the own units."""

from django.utils.translation import gettext_lazy as _

from cms.people.selectors import administered_by
from cms.places.choosers import UnitChooserViewSet


class _OwnUnits:
    def filter_object_list(self, objects):
        own = administered_by(self.request.user, unit_path="path")
        return super().filter_object_list(objects.filter(own))


class _ChooseView(_OwnUnits, UnitChooserViewSet.choose_view_class):
    pass


class _ResultsView(_OwnUnits, UnitChooserViewSet.choose_results_view_class):
    pass


class OwnUnitChooserViewSet(UnitChooserViewSet):
    """Active units that the person administers, in tree order."""

    register_widget = False
    choose_one_text = _("Pilih satuan")
    choose_view_class = _ChooseView
    choose_results_view_class = _ResultsView


own_unit_chooser = OwnUnitChooserViewSet("pilih_satuan_sendiri", url_prefix="personel/pilih-satuan")
