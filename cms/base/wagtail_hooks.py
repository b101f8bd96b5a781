"""Our colours, our order of things and our links in Wagtail."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.base.page_links import PublicPageLink


@hooks.register("insert_global_admin_css")
def brand_admin():
    """The sheet that turns Wagtail's purple into our indigo teal."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/admin.css"))


# After Wagtail's own of the same kind of link: the last one counts.
@hooks.register("register_rich_text_features", order=100)
def link_only_what_is_public(features):
    features.register_link_type(PublicPageLink)


@hooks.register("construct_page_action_menu")
def approve_first(menu_items, request, context):
    """Whoever is asked to approve a page finds that as the button, not behind it."""
    for item in menu_items:
        if item.name == "approve":
            menu_items.remove(item)
            menu_items.insert(0, item)
            return
