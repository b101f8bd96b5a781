"""Withdrawing a story, and putting it back."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.base.errors import DomainError, Missing
from stories.admin.desk.pages import DeskPage
from stories.forms.story import ReasonForm
from stories.models import StoryPage
from stories.permissions import may_publish_story
from stories.services import takedown


class StoryTakedown(DeskPage):
    """Ask for a reason, then withdraw a story or put it back."""

    template_name = "stories/desk/takedown.html"
    header_icon = "warning"
    restores = False

    def get_page_title(self):
        return _("Tayangkan lagi") if self.restores else _("Tarik cerita")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": self.get_page_title()})

    def get_context_data(self, *, page_id: int, form=None, problem=None, **kwargs):
        page = StoryPage.objects.filter(pk=page_id).first()
        if page is None:
            raise Missing(_("Cerita itu tidak ditemukan."))
        may_publish_story(self.request.user, page).require()
        return super().get_context_data(
            page=page,
            form=form or ReasonForm(),
            problem=problem,
            restores=self.restores,
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = ReasonForm(request.POST)
        problem, status = None, HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            do = takedown.restore_story if self.restores else takedown.withdraw_story
            try:
                do(actor=request.user, page_id=page_id, reason=form.cleaned_data["reason"])
            except Missing:
                raise
            except DomainError as error:
                problem, status = error, error.status
            else:
                done = _("Cerita tayang lagi.") if self.restores else _("Cerita ditarik.")
                messages.success(request, done)
                return redirect("wagtailadmin_pages:edit", page_id)
        context = self.get_context_data(page_id=page_id, form=form, problem=problem)
        return self.render_to_response(context, status=status)
