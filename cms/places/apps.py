from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "cms.places"
    label = "cms_places"
    verbose_name = _("Wilayah dan satuan")
