"""The integrations' place in the Wagtail admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from publishing.admin import urls
from publishing.admin.page_edit import edit_published_page
from publishing.permissions import may_integrate
from publishing.registry import all_adapters


@hooks.register("register_admin_urls")
def integration_urls():
    return [path("integrasi/", include(urls))]


@hooks.register("before_edit_page")
def edit_page(request, page):
    return edit_published_page(request, page)


@hooks.register("register_page_header_buttons")
def where_button(page, user, view_name=None, next_url=None):
    """ "Di mana ini?" for whoever may edit the page."""
    known = page.specific_class in {model for model, _adapter in all_adapters()}
    if known and page.specific.permissions_for_user(user).can_edit():
        yield Button(
            _("Di mana ini?"),
            reverse("integrations:where", args=[page.pk]),
            icon_name="site",
            priority=60,
        )


class IntegrationMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request):
        return bool(may_integrate(request.user))


@hooks.register("register_admin_menu_item")
def integration_menu():
    return IntegrationMenuItem(
        _("Integrasi"), reverse("integrations:subscriptions"), icon_name="link", order=900
    )
