"""The panel in the office: members, conflicts, sealed reviews."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import services
from awards.admin.office import OfficePage
from awards.forms.office import PanelistForm, ReasonForm
from awards.selectors.overview import conflict_overview, member_of, pair_of, progress_of, sealed
from cms.base.errors import DomainError


class Panel(OfficePage):
    """Members with their progress, every conflict, and the forms to act on them."""

    template_name = "awards/office/panel.html"
    page_title = gettext_lazy("Panel dan benturan kepentingan")

    def get_context_data(self, **kwargs):
        shown = {
            "members": progress_of(self.edition),
            "conflicts": conflict_overview(self.edition),
            "form": PanelistForm(edition=self.edition),
            "reason": ReasonForm(),
        }
        return super().get_context_data(**shown | kwargs)

    def post(self, request, edition_id: int):
        action = request.POST.get("action", "")
        if action == "invite":
            return self._invite(request)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, reason=form)
        reason = form.cleaned_data["reason"]
        act, sentence, arguments = self._wanted(request, action, reason)
        return self._run(act, sentence, **arguments)

    def _wanted(self, request, action: str, reason: str):
        """The service, its sentence and its arguments; 404 for what is not of this edition."""
        if action == "remove":
            panelist = member_of(self.edition, request.POST.get("panelist", ""))
            arguments = {"panelist": panelist, "reason": reason}
            return services.remove_panelist, _("Juri dikeluarkan."), arguments
        if action in ("clear", "recuse"):
            panelist, nomination = pair_of(
                self.edition, request.POST.get("panelist", ""), request.POST.get("nomination", "")
            )
            arguments = {
                "panelist": panelist,
                "nomination": nomination,
                "may_take_part": action == "clear",
                "note": reason[:300],
            }
            return services.rule_conflict, _("Keputusan tercatat."), arguments
        if action == "reopen":
            review = sealed(self.edition, request.POST.get("review", ""))
            arguments = {"review": review, "reason": reason[:300]}
            return services.reopen_review, _("Penilaian dibuka kembali."), arguments
        raise Http404

    def _invite(self, request):
        form = PanelistForm(request.POST, edition=self.edition)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        words = dict(form.cleaned_data)
        try:
            services.invite_panelist(
                actor=request.user, edition=self.edition, user=words.pop("login"), **words
            )
        except DomainError as error:
            self.problem = error
            return self.again(error.status, form=form)
        self.said(_("Juri diundang."))
        return redirect("awards_office:panel", self.edition.pk)

    def _run(self, act, sentence: str, **arguments):
        try:
            act(actor=self.request.user, **arguments)
        except DomainError as error:
            self.problem = error
            return self.again(error.status)
        self.said(sentence)
        return redirect("awards_office:panel", self.edition.pk)
