"""The library beside the story editor: a drawer from which pictures and films are placed."""

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel


class LibraryDrawer(Panel):
    """Opens the drawer; shown to whoever may edit the story. No field of its own."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "stories/library/drawer.html"

        @property
        def media(self):
            return super().media + Media(
                css={"all": ["stories/library.css", "stories/library-drawer.css"]},
                js=["stories/library-drawer.js"],
            )

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["drawer_url"] = reverse("stories_library:drawer")
            context["page_id"] = self.instance.pk or 0
            return context
