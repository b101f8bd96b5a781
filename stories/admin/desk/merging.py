"""Which of several reports leads the story that they become."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.base.errors import DomainError
from stories.admin.desk.pages import DeskPage, need_not_wait, posted_ids
from stories.models import Report
from stories.selectors.desk.report import reports_of_event
from stories.services.desk.merging import to_merge


class ChooseLead(DeskPage):
    """POST: the chosen reports, the oldest first and proposed; nothing is done yet."""

    http_method_names = ["post"]
    template_name = "stories/desk/merge.html"

    def get_page_title(self):
        return _("Gabung jadi satu cerita")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": _("Gabung")})

    def post(self, request: HttpRequest) -> HttpResponse:
        problem: DomainError | None = None
        reports: list[Report] = []
        status = HTTPStatus.OK
        try:
            reports = reports_of_event(request.user, to_merge(posted_ids(request, "report")))
        except DomainError as error:
            problem, status = error, error.status
        context = self.get_context_data(
            problem=problem,
            reports=reports,
            without_coming=need_not_wait(request),
            query=request.POST.get("query", "")[:1000],
        )
        return self.render_to_response(context, status=status)
