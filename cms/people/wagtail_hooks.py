"""Our screens in Wagtail's admin."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.people.admin import imports
from cms.people.permissions import may_open_administration


class AdministratorsMenuItem(MenuItem):
    """Shown to whoever may use it."""

    def is_shown(self, request):
        return bool(may_open_administration(request.user))


@hooks.register("register_admin_menu_item")
def officer_import_menu_item():
    return AdministratorsMenuItem(
        _("Impor Bhabinkamtibmas"),
        reverse_lazy("officer_import_choose"),
        name="officer-import",
        icon_name="upload",
        order=650,
    )


@hooks.register("register_admin_urls")
def officer_import_urls():
    base = "bhabinkamtibmas/impor/"
    return [
        path(base, imports.choose, name="officer_import_choose"),
        path(f"{base}contoh.<str:extension>", imports.template, name="officer_import_template"),
        path(f"{base}<uuid:pk>/", imports.show, name="officer_import"),
        path(f"{base}<uuid:pk>/terapkan/", imports.apply, name="officer_import_apply"),
        path(f"{base}<uuid:pk>/kesalahan.csv", imports.mistakes, name="officer_import_mistakes"),
    ]
