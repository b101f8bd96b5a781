"""Nominations in the office: the list by state, and what is done with one."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import services
from awards.admin.office import OfficePage
from awards.forms.office import ReasonForm
from awards.models import NominationState
from awards.selectors.nominations import (
    keys_with_twins,
    nomination_in,
    nominations_of,
    twins_of,
)
from awards.states import NOMINATION
from cms.base.cursors import paginate
from cms.base.errors import DomainError

PAGE_SIZE = 50


class List(OfficePage):
    """Nominations of an edition, one state at a time or all."""

    template_name = "awards/office/nominations.html"
    page_title = gettext_lazy("Usulan")

    def get_context_data(self, **kwargs):
        state = self.request.GET.get("status", "")
        state = state if state in NominationState.values else ""
        page = paginate(
            nominations_of(self.edition, state=state),
            ordering=("-id",),
            cursor=self.request.GET.get("cursor"),
            limit=PAGE_SIZE,
        )
        twins = keys_with_twins(self.edition)
        return super().get_context_data(
            rows=[(row, row.duplicate_key in twins) for row in page.rows],
            state=state,
            states=NominationState.choices,
            next_url=f"?status={state}&cursor={page.next_cursor}" if page.next_cursor else "",
            **kwargs,
        )


class Detail(OfficePage):
    """One nomination, with the forms to screen it, merge its twins and check identities."""

    template_name = "awards/office/nomination.html"

    def get_page_title(self):
        return _("Usulan")

    @cached_property
    def nomination(self):
        return nomination_in(self.edition, self.kwargs["nomination_id"])

    def get_context_data(self, **kwargs):
        nomination = self.nomination
        shown = {
            "nomination": nomination,
            "twins": twins_of(nomination) if nomination.state in ("submitted", "eligible") else [],
            "can_accept": NOMINATION.allows(nomination.state, "accept"),
            "can_refuse": NOMINATION.allows(nomination.state, "refuse"),
            "form": ReasonForm(),
        }
        return super().get_context_data(**shown | kwargs)

    def post(self, request, edition_id: int, nomination_id: int):
        action = request.POST.get("action", "")
        if action == "merge":
            return self._run(
                None,
                services.merge_duplicates,
                _("Usulan digabung."),
                nomination=self.nomination,
            )
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        reason = form.cleaned_data["reason"]
        if action in ("accept", "refuse"):
            return self._run(
                form,
                services.screen,
                _("Hasil pemeriksaan tercatat."),
                nomination=self.nomination,
                is_eligible=action == "accept",
                reason=reason,
            )
        if action == "identity":
            wanted = request.POST.get("endorsement", "")
            found = [e for e in self.nomination.endorsements.all() if str(e.pk) == wanted]
            if found:
                return self._run(
                    form,
                    services.check_identity,
                    _("Identitas tercatat."),
                    endorsement=found[0],
                    note=reason,
                )
        raise Http404

    def _run(self, form, act, sentence: str, **arguments):
        try:
            act(actor=self.request.user, **arguments)
        except DomainError as error:
            self.problem = error
            return self.again(error.status, **({"form": form} if form else {}))
        self.said(sentence)
        return redirect("awards_office:nomination", **self.kwargs)
