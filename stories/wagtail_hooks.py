"""Where this app meets the Wagtail admin."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.media.models import Photo, Video
from stories.admin.choosers import officer_chooser
from stories.admin.media_policy import narrow_media_screens, policy_for, usage_of_a_film
from stories.admin.menu import (
    BoardMenuItem,
    DeskMenuItem,
    LibraryMenuItem,
    admin_urls,
    story_buttons,
)
from stories.admin.newer import both_versions
from stories.admin.published import say_published
from stories.admin.terms import AdministratorPolicy, TermsGroup
from stories.models import Activity, DueRule, Programme, Tip, Topic
from stories.permissions import may_open_library

for term in (Activity, Programme, Topic, Tip, DueRule):
    register_permission_policy(term, AdministratorPolicy(term))
register_snippet(TermsGroup)
# Of the exact class: Wagtail's image apps register their own policy for the same model later on.
register_permission_policy(Photo, policy_for(Photo, "wagtailimages.Image"), exact_class=True)
video_policy = policy_for(Video, "wagtailmedia.Media")
register_permission_policy(Video, video_policy, exact_class=True)
narrow_media_screens(video_policy)


@hooks.register("register_admin_urls")
def desk_addresses():
    return admin_urls


@hooks.register("register_admin_urls", order=-1)
def film_screens_of_own_units():
    """Before wagtailmedia's of the same address."""
    return [path("media/usage/<int:media_id>/", usage_of_a_film)]


@hooks.register("register_admin_viewset")
def officer_chooser_viewset():
    return officer_chooser


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    return DeskMenuItem()


@hooks.register("register_admin_menu_item")
def board_menu_item():
    return BoardMenuItem()


@hooks.register("register_admin_menu_item")
def library_menu_item():
    return LibraryMenuItem()


@hooks.register("construct_main_menu")
def one_place_for_media(request, menu_items):
    """Whoever has the library finds pictures and films there; Wagtail's lists stay behind it."""
    if may_open_library(request.user):
        menu_items[:] = [item for item in menu_items if item.name not in {"images", "media"}]


@hooks.register("register_page_header_buttons")
def story_header_buttons(page, user, view_name=None, next_url=None):
    return story_buttons(page, user, view_name=view_name, next_url=next_url)


@hooks.register("insert_editor_js")
def form_stands_on_what_was_autosaved():
    script = static("stories/editor-version.js")
    return format_html('<script type="module" src="{}"></script>', script)


@hooks.register("before_edit_page")
def never_over_a_newer_version(request, page):
    return both_versions(request, page)


@hooks.register("after_edit_page")
def say_that_it_is_public(request, page):
    say_published(request, page)
