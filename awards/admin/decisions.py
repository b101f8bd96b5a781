"""The decision sheets in the office."""

from __future__ import annotations

from http import HTTPStatus

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import services
from awards.admin.office import OfficePage
from awards.forms.office import DecisionForm, ReasonForm
from awards.models import EditionState
from awards.selectors.standings import sheets_of
from cms.base.errors import DomainError, Missing

DECIDABLE = (EditionState.REVIEW, EditionState.PUBLIC_TEST)


class Sheets(OfficePage):
    """Every category with its ranking and its decision."""

    template_name = "awards/office/decisions.html"
    page_title = gettext_lazy("Lembar keputusan")

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheets=sheets_of(self.edition), **kwargs)


class Decide(OfficePage):
    """One category: all marks and reasons, and the form of the decision."""

    template_name = "awards/office/decide.html"

    def get_page_title(self):
        return self.sheet.category.name

    @cached_property
    def sheet(self):
        for sheet in sheets_of(self.edition):
            if sheet.category.pk == self.kwargs["category_id"]:
                return sheet
        raise Missing(_("Kategori itu tidak ada dalam edisi ini."))

    def get_context_data(self, **kwargs):
        shown = {
            "sheet": self.sheet,
            "form": DecisionForm(sheet=self.sheet),
            "reason": ReasonForm(),
            "can_decide": self.edition.state in DECIDABLE and not self.sheet.decisions,
            "can_revoke": bool(self.sheet.decisions) and not self.edition.is_announced,
        }
        return super().get_context_data(**shown | kwargs)

    def post(self, request, edition_id: int, category_id: int):
        if request.POST.get("action") == "revoke":
            return self._revoke(request)
        form = DecisionForm(request.POST, sheet=self.sheet)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        words = {key: value for key, value in form.cleaned_data.items() if key != "no_award"}
        try:
            services.decide(actor=request.user, category=self.sheet.category, **words)
        except DomainError as error:
            self.problem = error
            return self.again(error.status, form=form)
        self.said(_("Keputusan tercatat. Tidak ada yang terbit sebelum diumumkan."))
        return redirect("awards_office:decisions", edition_id)

    def _revoke(self, request):
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, reason=form)
        try:
            services.revoke_decision(
                actor=request.user,
                category=self.sheet.category,
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            self.problem = error
            return self.again(error.status, reason=form)
        self.said(_("Keputusan dicabut; catatannya tetap ada."))
        return redirect("awards_office:decide", **self.kwargs)
