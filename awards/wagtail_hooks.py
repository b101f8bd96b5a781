"""Where this app meets the Wagtail admin."""

from wagtail import hooks

from awards.admin.menu import OfficeMenuItem, ProposeMenuItem, admin_urls


@hooks.register("register_admin_urls")
def office_addresses():
    return admin_urls


@hooks.register("register_admin_menu_item")
def office_menu_item():
    return OfficeMenuItem()


@hooks.register("register_admin_menu_item")
def propose_menu_item():
    return ProposeMenuItem()
