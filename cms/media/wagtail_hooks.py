"""Our screens in Wagtail's admin."""

from django.urls import path, register_converter
from wagtail import hooks

from cms.media import admin


class KindConverter:
    """``foto`` and ``video`` in addresses, ``photo`` and ``video`` in code."""

    regex = "foto|video"

    def to_python(self, value):
        return "photo" if value == "foto" else "video"

    def to_url(self, value):
        return "foto" if value == "photo" else "video"


register_converter(KindConverter, "media_kind")


@hooks.register("register_admin_urls")
def protection_urls():
    base = "perlindungan/<media_kind:kind>/<int:pk>/"
    return [
        path(base, admin.protection, name="media_protection"),
        path(f"{base}tanda/", admin.mark, name="media_mark"),
        path(f"{base}persetujuan/", admin.record, name="media_consent"),
        path(f"{base}persetujuan/<int:consent_pk>/tarik/", admin.withdraw, name="media_withdraw"),
        path("perlindungan/foto/<int:pk>/samarkan/", admin.redact, name="media_redact"),
    ]


@hooks.register("construct_main_menu")
def hide_documents(request, menu_items):
    """Sambang publishes no documents; the app is only there because the admin needs it."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]
