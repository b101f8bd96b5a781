from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    label = "publishing"
    verbose_name = _("Penerbitan")

    def ready(self):
        # Receivers and probes name models, which exist only now.
        from cms.base import stale  # noqa: PLC0415
        from publishing import health, receivers  # noqa: F401, PLC0415
        from publishing.feeds import families  # noqa: PLC0415

        families.register_all()
        from publishing.services import purge  # noqa: PLC0415

        health.register_all()
        stale.listen(purge.plan)
