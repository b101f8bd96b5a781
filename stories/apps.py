from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    label = "stories"
    verbose_name = _("Laporan dan cerita")

    def ready(self):
        # Doors and adapters know the models, never the other way round; they meet here.
        from cms.media import catalogue  # noqa: PLC0415
        from cms.media.announcements import register_forgetter, register_listener  # noqa: PLC0415
        from cms.media.belonging import Home, register_home  # noqa: PLC0415
        from cms.media.privacy import register_rule  # noqa: PLC0415
        from cms.media.services.retention import register_keeper  # noqa: PLC0415
        from publishing.feeds import spec  # noqa: PLC0415
        from publishing.registry import register  # noqa: PLC0415
        from stories import media_changes, media_erased, media_kept, receivers  # noqa: PLC0415
        from stories.admin.panels import story_edit_handler  # noqa: PLC0415
        from stories.feeds import FAMILIES, SECTION  # noqa: PLC0415
        from stories.forms.story import StoryPageForm  # noqa: PLC0415
        from stories.models import StoryPage  # noqa: PLC0415
        from stories.publishable import StoryAdapter  # noqa: PLC0415
        from stories.selectors.unsent import unsent_uploads  # noqa: PLC0415
        from stories.services import arrivals  # noqa: PLC0415
        from stories.services.library import rows  # noqa: PLC0415

        StoryPage.base_form_class = StoryPageForm
        StoryPage.edit_handler = story_edit_handler()
        register(StoryPage, StoryAdapter())
        spec.register(SECTION)
        for family in FAMILIES:
            spec.register_family(family)
        register_listener(media_changes.follow)
        register_forgetter(media_erased.forget)
        catalogue.register_listener(rows.refresh)
        receivers.connect()
        register_keeper(media_kept.needed)
        register_rule(unsent_uploads)
        register_home(Home(admit=arrivals.admit, gather=arrivals.gather, held=arrivals.held))
