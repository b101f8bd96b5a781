"""One step for many reports: with a script a few at a time, without one all in one go."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.base.errors import DomainError
from stories.admin.desk.pages import (
    DeskPage,
    need_not_wait,
    posted_id,
    posted_ids,
    posted_number,
    posted_numbers,
)
from stories.services.accept import FilesComing
from stories.services.desk import bulk, merging


class Bulk(DeskPage):
    """POST: do the step and show what became of each report."""

    http_method_names = ["post"]
    template_name = "stories/desk/bulk.html"

    def get_page_title(self):
        return _("Hasil")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": _("Hasil")})

    def post(self, request: HttpRequest) -> HttpResponse:
        wants_json = request.headers.get("Accept") == "application/json"
        problem, outcomes, status, ids = None, [], HTTPStatus.OK, []
        try:
            step, ids = request.POST.get("step", ""), posted_ids(request, "report")
            if step == "merge":
                page = merging.merge(
                    actor=request.user,
                    report_ids=ids,
                    lead_id=posted_id(request, "lead"),
                    without_coming=need_not_wait(request),
                )
                messages.success(
                    request, _("Laporan-laporan itu menjadi satu cerita. Ini drafnya.")
                )
                return redirect("wagtailadmin_pages:edit", page.pk)
            outcomes = bulk.run(
                actor=request.user, step=step, report_ids=ids, given=_given(request, step)
            )
        except DomainError as error:
            problem, status = error, error.status
        if wants_json:
            return JsonResponse(_document(problem, outcomes), status=status)
        context = self.get_context_data(
            problem=problem,
            done=[outcome for outcome in outcomes if outcome.is_done],
            failed=[outcome for outcome in outcomes if not outcome.is_done],
            query=request.POST.get("query", "")[:1000],
            # Asked first: the same reports again, with the answer.
            again=ids if isinstance(problem, FilesComing) else (),
            lead=request.POST.get("lead", ""),
        )
        return self.render_to_response(context, status=status)


def _given(request: HttpRequest, step: str) -> bulk.BulkInput:
    return bulk.BulkInput(
        note=request.POST.get(f"note_{step}", ""),
        from_notes=posted_numbers(request, "from_note"),
        colleague_id=posted_number(request, "colleague"),
        priority=posted_number(request, "priority", otherwise=-1),
    )


def _document(problem, outcomes) -> dict:
    return {
        "problem": str(problem) if problem else "",
        "code": problem.code if problem else "",
        "outcomes": [
            {"id": str(one.report_id), "title": one.title, "problem": one.problem}
            for one in outcomes
        ],
    }
