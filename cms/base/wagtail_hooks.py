"""Our colours in Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def brand_admin():
    """The sheet that turns Wagtail's purple into our indigo teal."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/admin.css"))
