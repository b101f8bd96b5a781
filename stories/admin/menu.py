"""Menu entry, header buttons and addresses of the desk."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from stories.admin import library, library_asset
from stories.admin.desk.urls import board_urls, desk_urls
from stories.models import StoryPage
from stories.permissions import may_open_desk, may_open_library, may_publish_story
from stories.selectors.desk.queue import BADGE_MAX, waiting_count

library_urls = [
    path("", library.LibraryList.as_view(), name="list"),
    path("massal/", library.BulkDeed.as_view(), name="bulk"),
    path("batalkan/<uuid:change_id>/", library.Undo.as_view(), name="undo"),
    path("laci/", library.Drawer.as_view(), name="drawer"),
    path("<int:asset_id>/", library_asset.Asset.as_view(), name="asset"),
    path("<int:asset_id>/ubah/", library_asset.Describe.as_view(), name="describe"),
    path("<int:asset_id>/fokus/", library_asset.Focus.as_view(), name="focus"),
    path("<int:asset_id>/unduh/", library_asset.Download.as_view(), name="download"),
]
admin_urls = [
    path("meja/", include((desk_urls, "stories_desk"))),
    path("ruang-k3i/", include((board_urls, "stories_board"))),
    path("pustaka/", include((library_urls, "stories_library"))),
]


class DeskMenuItem(MenuItem):
    """ "Meja redaksi" with the number of waiting reports."""

    def __init__(self):
        super().__init__(
            gettext_lazy("Meja redaksi"),
            reverse_lazy("stories_desk:list"),
            name="desk",
            icon_name="clipboard-list",
            order=1,
        )

    def is_shown(self, request):
        return bool(may_open_desk(request.user))

    def render_component(self, request):
        component = super().render_component(request)
        waiting = waiting_count(request.user)
        if waiting:
            shown = f"{BADGE_MAX}+" if waiting > BADGE_MAX else str(waiting)
            component.label = _("Meja redaksi (%(count)s)") % {"count": shown}
        return component


class BoardMenuItem(MenuItem):
    """ "Ruang K3i", the operations room's wall, for whoever reads a desk."""

    def __init__(self):
        super().__init__(
            gettext_lazy("Ruang K3i"),
            reverse_lazy("stories_board:board"),
            name="board",
            icon_name="desktop",
            order=3,
        )

    def is_shown(self, request):
        return bool(may_open_desk(request.user))


class LibraryMenuItem(MenuItem):
    """ "Pustaka media", for whoever reads a desk."""

    def __init__(self):
        super().__init__(
            gettext_lazy("Pustaka media"),
            reverse_lazy("stories_library:list"),
            name="library",
            icon_name="image",
            order=2,
        )

    def is_shown(self, request):
        return bool(may_open_library(request.user))


def story_buttons(page, user, view_name=None, next_url=None):
    """ "Tarik" on a public story, "Tayangkan lagi" on a withdrawn one, for its publishers."""
    story = page.specific
    if not isinstance(story, StoryPage) or not may_publish_story(user, story):
        return
    if story.is_withdrawn:
        yield Button(
            _("Tayangkan lagi"),
            reverse("stories_desk:restore", args=[page.pk]),
            icon_name="undo",
            priority=5,
        )
    elif story.live:
        yield Button(
            _("Tarik cerita"),
            reverse("stories_desk:withdraw", args=[page.pk]),
            icon_name="no-view",
            priority=5,
        )
