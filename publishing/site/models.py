"""Pages that editors arrange on the public site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.base.addresses import is_english
from cms.base.models import BasePage
from cms.people.page_rights import SectionPermissionTester, SectionRights


class HomePage(BasePage):
    """The front page: editors choose its opening words, the rest is what is published."""

    tagline = models.CharField(_("semboyan"), max_length=200, blank=True)
    introduction = models.CharField(_("pengantar"), max_length=500, blank=True)
    tagline_en = models.CharField(_("semboyan dalam bahasa Inggris"), max_length=200, blank=True)
    introduction_en = models.CharField(
        _("pengantar dalam bahasa Inggris"), max_length=500, blank=True
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("tagline"),
        FieldPanel("introduction"),
        FieldPanel("tagline_en"),
        FieldPanel("introduction_en"),
    ]
    page_rights = SectionRights()
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "site/home.html"

    class Meta:
        verbose_name = _("beranda")

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)

    @property
    def opening(self) -> tuple[str, str]:
        """Tagline and introduction in the language that is spoken now; empty: our own words."""
        if is_english():
            return self.tagline_en, self.introduction_en
        return self.tagline, self.introduction
