"""Our screens in Wagtail's admin."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.people.admin import (
    health,
    imports,
    notices,
    officers,
    page_api,
    page_chooser,
    page_lists,
    tokens,
    user_roles,
)
from cms.people.admin.choosers import own_unit_chooser
from cms.people.permissions import may_open_administration, may_see_health

OFFICER_URLS = [
    path("", officers.index, name="index"),
    path("baru/", officers.create, name="create"),
    path("<int:pk>/", officers.detail, name="detail"),
    path("<int:pk>/foto/", officers.portrait, name="portrait"),
    path("<int:pk>/foto/lepas/", officers.remove_portrait, name="remove_portrait"),
    path("<int:pk>/penugasan/", officers.post, name="post"),
    path("<int:pk>/penugasan/<int:posting_id>/akhiri/", officers.end, name="end"),
    path("<int:pk>/pindah/", officers.transfer, name="transfer"),
    path("<int:pk>/akun/", officers.account, name="account"),
    path("<int:pk>/ponsel-hilang/", officers.phone_lost, name="phone_lost"),
]
ROLE_URLS = [
    path("", user_roles.index, name="index"),
    path("<int:pk>/cabut/", user_roles.take_back, name="take_back"),
    path("<int:pk>/sandi/", user_roles.password, name="password"),
]
TOKEN_URLS = [
    path("", tokens.index, name="index"),
    path("<int:pk>/cabut/", tokens.take_back, name="take_back"),
]


class AdministratorsMenuItem(MenuItem):
    """Shown to whoever may use it."""

    def is_shown(self, request):
        return bool(may_open_administration(request.user))


@hooks.register("register_admin_menu_item")
def people_menu_item():
    items = [
        AdministratorsMenuItem(
            _("Bhabinkamtibmas"),
            reverse_lazy("people_officers:index"),
            name="officers",
            icon_name="group",
            order=10,
        ),
        AdministratorsMenuItem(
            _("Peran"),
            reverse_lazy("people_roles:index"),
            name="roles",
            icon_name="key",
            order=20,
        ),
        AdministratorsMenuItem(
            _("Impor Bhabinkamtibmas"),
            reverse_lazy("officer_import_choose"),
            name="officer-import",
            icon_name="upload",
            order=30,
        ),
    ]
    return SubmenuMenuItem(
        _("Personel"), Menu(items=items), name="people", icon_name="group", order=650
    )


@hooks.register("register_admin_menu_item")
def tokens_menu_item():
    return MenuItem(
        _("Token API"),
        reverse_lazy("people_tokens:index"),
        name="api-tokens",
        icon_name="key",
        order=905,
    )


@hooks.register("construct_homepage_panels")
def notices_panel(request, panels):
    panels.append(notices.NoticesPanel())


@hooks.register("construct_homepage_panels")
def panels_of_shown_pages(request, panels):
    panels[:] = page_lists.own_panels(panels)


class HealthMenuItem(MenuItem):
    """Shown to whoever may see it."""

    def is_shown(self, request):
        return bool(may_see_health(request.user))


@hooks.register("register_admin_menu_item")
def health_menu_item():
    return HealthMenuItem(
        _("Kesehatan sistem"),
        reverse_lazy("system_health"),
        name="system-health",
        icon_name="tick-inverse",
        order=910,
    )


@hooks.register("construct_page_chooser_queryset")
def choosable_pages(pages, request):
    return page_chooser.choosable(pages, request)


@hooks.register("construct_admin_api")
def pages_of_the_sidebar(router):
    router.register_endpoint("pages", page_api.Pages)


for action in page_lists.BULK_ACTIONS:
    # After Wagtail's own: the last one of a name counts.
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("construct_reports_menu")
def no_report_of_everybodys_pages(request, menu_items):
    """The report of page types names pages of any unit (``page_doors``)."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("register_admin_viewset")
def people_choosers():
    return [own_unit_chooser]


# After Wagtail's own of the same pages: the last one counts.
@hooks.register("register_admin_viewset", order=100)
def lists_of_pages():
    return page_lists.page_lists


@hooks.register("register_admin_urls")
def people_urls():
    base = "bhabinkamtibmas/impor/"
    return [
        path("pemberitahuan/dibaca/", notices.read, name="staff_notices_read"),
        path("kesehatan/", health.page, name="system_health"),
        path(base, imports.choose, name="officer_import_choose"),
        path(f"{base}contoh.<str:extension>", imports.template, name="officer_import_template"),
        path(f"{base}<uuid:pk>/", imports.show, name="officer_import"),
        path(f"{base}<uuid:pk>/terapkan/", imports.apply, name="officer_import_apply"),
        path(f"{base}<uuid:pk>/kesalahan.csv", imports.mistakes, name="officer_import_mistakes"),
        path("bhabinkamtibmas/", include((OFFICER_URLS, "people_officers"))),
        path("peran/", include((ROLE_URLS, "people_roles"))),
        path("token/", include((TOKEN_URLS, "people_tokens"))),
    ]
