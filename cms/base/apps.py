from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms.base import checks

__all__ = ["BaseConfig", "checks"]


class BaseConfig(AppConfig):
    name = "cms.base"
    label = "cms_base"
    verbose_name = _("Dasar")

    def ready(self):
        # They name models, which exist only now.
        from cms.base import queue  # noqa: PLC0415
        from cms.base.health import probes  # noqa: PLC0415

        probes.register_all()
        queue.accept_all_tasks()
