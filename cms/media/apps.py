from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "cms_media"
    verbose_name = _("Foto dan video")

    def ready(self):
        # Needs the app registry: these modules import models.
        from cms.media import health, receivers, willow_guard  # noqa: PLC0415
        from cms.media.services.steps import register_all  # noqa: PLC0415

        willow_guard.install()
        receivers.connect()
        health.register_all()
        register_all()
