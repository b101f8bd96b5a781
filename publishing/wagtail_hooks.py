"""The integrations' place in the Wagtail admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from publishing.admin import urls
from publishing.admin.page_edit import publish_or_keep_draft
from publishing.permissions import may_integrate


@hooks.register("register_admin_urls")
def integration_urls():
    return [path("integrasi/", include(urls))]


@hooks.register("before_edit_page")
def publish_at_once(request, page):
    return publish_or_keep_draft(request, page)


class IntegrationMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request):
        return bool(may_integrate(request.user))


@hooks.register("register_admin_menu_item")
def integration_menu():
    return IntegrationMenuItem(
        _("Integrasi"), reverse("integrations:subscriptions"), icon_name="link", order=900
    )
