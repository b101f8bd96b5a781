from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "cms.config"
    label = "cms_config"
    verbose_name = "Sambang"

    def ready(self):
        # The sweeps name services, which need the app registry.
        from cms.config import health  # noqa: PLC0415

        health.register_all()
