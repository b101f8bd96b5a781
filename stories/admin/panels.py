"""The story editor's screens."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from stories.admin.choosers import officer_chooser
from stories.admin.library_drawer import LibraryDrawer
from stories.models import StoryPage


def story_edit_handler() -> TabbedInterface:
    """Content; people and place; promotion and schedule."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    LibraryDrawer(),
                    FieldPanel("title"),
                    FieldPanel("summary"),
                    FieldPanel("lead_photo"),
                    FieldPanel("lead_alt"),
                    FieldPanel("body"),
                    FieldPanel("protection_note"),
                    FieldPanel("officer_note"),
                    InlinePanel(
                        "corrections",
                        panels=[FieldPanel("note"), FieldPanel("hides_earlier")],
                        heading=_("Ralat"),
                        label=_("Ralat"),
                        help_text=_(
                            "Untuk cerita yang sudah terbit dan ternyata keliru. Perbaikan ejaan "
                            "tidak perlu ralat."
                        ),
                    ),
                ],
                heading=_("Isi"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "story_officers",
                        panels=[FieldPanel("officer", widget=officer_chooser.widget_class)],
                        label=_("Bhabinkamtibmas"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("unit"),
                            FieldPanel("village"),
                            FieldPanel("happened_at"),
                        ],
                        heading=_("Tempat dan waktu"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("activity"),
                            FieldPanel("programme"),
                            FieldPanel("topics", widget=CheckboxSelectMultiple),
                            FieldPanel("language"),
                        ],
                        heading=_("Jenis"),
                    ),
                ],
                heading=_("Siapa dan di mana"),
            ),
            ObjectList(StoryPage.promote_panels, heading=_("Alamat dan mesin pencari")),
            ObjectList(StoryPage.settings_panels, heading=_("Jadwal")),
        ]
    )
