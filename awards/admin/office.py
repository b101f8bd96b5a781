"""The frame of the office's screens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from awards.models import AwardEditionPage
from awards.permissions import may_open_office
from awards.selectors.editions import managed_edition
from cms.base.errors import DomainError


class OfficePage(WagtailAdminTemplateMixin, TemplateView):
    """A screen for the award secretary; a refused step shows its sentence on the same screen."""

    header_icon = "crosshairs"
    problem: DomainError | None = None

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        may_open_office(request.user).require()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def edition(self) -> AwardEditionPage:
        return managed_edition(self.request.user, self.kwargs["edition_id"])

    def get_breadcrumbs_items(self):
        items = [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": reverse("awards_office:index"), "label": _("Penghargaan")},
        ]
        if "edition_id" in self.kwargs:
            url = reverse("awards_office:edition", args=[self.edition.pk])
            items.append({"url": url, "label": self.edition.title})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        if "edition_id" in self.kwargs:
            kwargs.setdefault("edition", self.edition)
        return super().get_context_data(problem=self.problem, **kwargs)

    def again(self, status: int, **context) -> HttpResponse:
        """The same screen once more, with what was typed."""
        return self.render_to_response(
            self.get_context_data(**self.kwargs, **context), status=status
        )

    def said(self, sentence: str) -> None:
        messages.success(self.request, sentence)
