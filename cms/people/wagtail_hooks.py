"""Our screens in Wagtail's admin."""

from django.urls import path
from wagtail import hooks

from cms.people.admin import imports


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
