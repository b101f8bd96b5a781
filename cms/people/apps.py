from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cms.people"
    label = "cms_people"
    verbose_name = _("Personel")

    def ready(self):
        # Need the app registry: they import models.
        from cms.people import media_policy, page_policy, receivers  # noqa: PLC0415

        media_policy.register()
        page_policy.register()
        receivers.connect()
