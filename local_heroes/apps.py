from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalHeroesConfig(AppConfig):
    name = "local_heroes"
    label = "local_heroes"
    verbose_name = _("Local Heroes")

    def ready(self):
        # Models exist only now, and the adapter names them.
        from cms.media.announcements import register_listener  # noqa: PLC0415
        from local_heroes import media_changes  # noqa: PLC0415
        from local_heroes.forms import HeroProfileForm  # noqa: PLC0415
        from local_heroes.models import HeroProfilePage  # noqa: PLC0415
        from local_heroes.publishable import HeroAdapter  # noqa: PLC0415
        from local_heroes.selectors import profiles_with  # noqa: PLC0415
        from publishing import registry  # noqa: PLC0415
        from publishing.feeds import spec  # noqa: PLC0415
        from stories.selectors.draft_uses import register_finder  # noqa: PLC0415

        HeroProfilePage.base_form_class = HeroProfileForm
        registry.register(HeroProfilePage, HeroAdapter())
        spec.register(
            spec.FeedSpec(
                slug="local-heroes",
                title=_("Local Heroes"),
                description=_("Profil Bhabinkamtibmas yang dikenal warganya."),
                home_path="/local-heroes/",
                kind="hero",
                tag="kind-hero",
                position=2,
            )
        )
        register_listener(media_changes.follow)
        register_finder(profiles_with)
