from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "cms.config"
    label = "cms_config"
    verbose_name = "Sambang"
