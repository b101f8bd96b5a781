"""The desk's screens under ``/admin/meja/``: parse, call one service, answer."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.errors import DomainError, Invalid, Missing
from stories.forms.desk import DeskFilterForm
from stories.forms.story import ReasonForm
from stories.models import ReportState, StoryPage
from stories.permissions import may_open_desk, may_publish_story, may_work_on
from stories.selectors import desk as selectors
from stories.services import accept, desk, takedown


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A screen for whoever may open the desk."""

    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        may_open_desk(request.user).require()
        return super().dispatch(request, *args, **kwargs)

    def trail(self, *more: dict) -> list[dict]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": reverse("stories_desk:list"), "label": _("Meja redaksi")},
            *more,
        ]


class DeskList(DeskPage):
    """The queue: filters, one page of reports, soonest due first."""

    template_name = "stories/desk/list.html"
    page_title = gettext_lazy("Meja redaksi")

    def get_breadcrumbs_items(self):
        return [*self.trail()[:1], {"url": "", "label": _("Meja redaksi")}]

    def get_context_data(self, **kwargs):
        user, params = self.request.user, self.request.GET
        form = DeskFilterForm(params, user=user)
        form.is_valid()
        wanted = form.wanted()
        page = selectors.queue(user, wanted, cursor=params.get("cursor"))
        kept = [(k, v) for k, v in params.items() if k != "cursor" and v and len(v) <= 200]
        return super().get_context_data(
            form=form,
            wanted=wanted,
            states=selectors.QUEUE_STATES,
            reports=page.rows,
            is_open=wanted.state in selectors.OPEN_STATES,
            next_url=f"?{urlencode([*kept, ('cursor', page.next_cursor)])}"
            if page.next_cursor
            else "",
            state_links=[
                (
                    state,
                    _("Menunggu") if state == ReportState.SUBMITTED else state.label,
                    f"?{urlencode([*_without(kept, 'state', 'mine'), ('state', state)])}",
                )
                for state in selectors.QUEUE_STATES
            ],
            **kwargs,
        )


def _without(pairs: list[tuple[str, str]], *names: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if name not in names]


class DeskReport(DeskPage):
    """One report: what was sent, what must be protected, what happened, what can be done."""

    template_name = "stories/desk/report.html"
    problem: DomainError | None = None
    typed: dict[str, str] = {}

    def get_page_title(self):
        return _("Laporan")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": _("Laporan")})

    def get_context_data(self, *, report_id: UUID, **kwargs):
        user = self.request.user
        report = selectors.desk_report(user, report_id)
        can_work = bool(may_work_on(user, report)) or user.is_superuser
        is_holder = report.state == "claimed" and report.claimed_by_id == user.pk
        return super().get_context_data(
            report=report,
            attachments=report.attachments.all(),
            events=report.events.all(),
            story=selectors.story_of(report),
            can_claim=can_work and report.state == "submitted",
            can_reopen=can_work and report.state == "declined",
            is_holder=can_work and is_holder,
            drafts=selectors.open_drafts(user) if can_work and is_holder else (),
            problem=self.problem,
            typed=self.typed,
            **kwargs,
        )


class DeskAction(DeskReport):
    """POST of one step. What was typed stays on the page when the step is refused."""

    http_method_names = ["post"]
    step = ""

    def post(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        try:
            return self.run(request, report_id)
        except Missing:
            raise
        except DomainError as error:
            self.problem, self.typed = error, {self.step: request.POST.get("note", "")}
            context = self.get_context_data(report_id=report_id)
            return self.render_to_response(context, status=error.status)

    def run(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        """Do the step and say where to go."""
        raise NotImplementedError

    def back(self, request: HttpRequest, report_id: UUID, sentence: str) -> HttpResponse:
        messages.success(request, sentence)
        return redirect("stories_desk:report", report_id=report_id)


class Claim(DeskAction):
    step = "claim"

    def run(self, request, report_id):
        desk.claim(actor=request.user, report_id=report_id)
        return self.back(request, report_id, _("Laporan ini sekarang Anda pegang."))


class ReleaseClaim(DeskAction):
    step = "release_claim"

    def run(self, request, report_id):
        desk.release_claim(actor=request.user, report_id=report_id)
        return self.back(request, report_id, _("Laporan kembali ke antrean."))


class Return(DeskAction):
    step = "return"

    def run(self, request, report_id):
        desk.return_report(
            actor=request.user, report_id=report_id, note=request.POST.get("note", "")
        )
        return self.back(request, report_id, _("Laporan dikembalikan dengan catatan Anda."))


class Decline(DeskAction):
    step = "decline"

    def run(self, request, report_id):
        desk.decline(actor=request.user, report_id=report_id, note=request.POST.get("note", ""))
        return self.back(request, report_id, _("Laporan tidak dimuat; pelapor membaca alasannya."))


class Reopen(DeskAction):
    step = "reopen"

    def run(self, request, report_id):
        desk.reopen(actor=request.user, report_id=report_id)
        return self.back(request, report_id, _("Laporan kembali ke antrean."))


class Accept(DeskAction):
    """Into a new story, or with ``page`` into one that is being written."""

    step = "accept"

    def run(self, request, report_id):
        chosen = request.POST.get("page", "")
        if not chosen:
            page = accept.accept(actor=request.user, report_id=report_id)
            messages.success(request, _("Laporan diterima. Ini draf ceritanya."))
        elif chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            page = accept.accept_into(actor=request.user, report_id=report_id, page_id=int(chosen))
            messages.success(request, _("Laporan ditambahkan di akhir cerita ini."))
        else:
            raise Invalid(_("Pilih cerita dari daftar."))
        return redirect("wagtailadmin_pages:edit", page.pk)


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
