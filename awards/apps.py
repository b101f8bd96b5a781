from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "awards"
    label = "awards"
    verbose_name = _("Penghargaan")

    def ready(self):
        # Doors and adapters know the models, never the other way round; they meet here.
        from awards.admin.panels import edition_edit_handler  # noqa: PLC0415
        from awards.forms.edition import EditionForm  # noqa: PLC0415
        from awards.models import AwardEditionPage  # noqa: PLC0415
        from awards.publishable import AwardAdapter  # noqa: PLC0415
        from publishing.feeds import spec  # noqa: PLC0415
        from publishing.registry import register  # noqa: PLC0415

        AwardEditionPage.base_form_class = EditionForm
        AwardEditionPage.edit_handler = edition_edit_handler()
        register(AwardEditionPage, AwardAdapter())
        spec.register(
            spec.FeedSpec(
                slug="penghargaan",
                title=_("Penghargaan"),
                description=_("Edisi, tahapan dan penerima penghargaan."),
                home_path="/penghargaan/",
                kind="award",
                tag="kind-award",
                position=3,
            )
        )
