"""The hero desk's place in the Wagtail admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.people.models import Role
from cms.people.roles import has_role
from local_heroes.admin import urls


@hooks.register("register_admin_urls")
def hero_urls():
    return [path("local-heroes/", include(urls))]


class HeroMenuItem(MenuItem):
    """Shown to those who build or approve profiles."""

    def is_shown(self, request):
        return request.user.is_superuser or has_role(
            request.user, Role.EDITOR, Role.PUBLISHER, Role.LEADER
        )


@hooks.register("register_admin_menu_item")
def hero_menu():
    return HeroMenuItem(_("Local Heroes"), reverse("hero_admin:index"), icon_name="user", order=130)
