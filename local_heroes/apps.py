from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalHeroesConfig(AppConfig):
    name = "local_heroes"
    label = "local_heroes"
    verbose_name = _("Local Heroes")
