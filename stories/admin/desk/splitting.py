"""The page on which one report is shared out among two."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.base.errors import DomainError, Invalid, Missing
from cms.base.versions import Overtaken
from stories.admin.desk.pages import DeskPage, posted_numbers
from stories.selectors.desk.report import desk_report
from stories.services.desk.splitting import SplitInput, split, split_version

FIELDS = ("kept_title", "kept_text", "title", "text")


class Split(DeskPage):
    """What stays on the left, what becomes a report of its own on the right."""

    template_name = "stories/desk/split.html"

    def get_page_title(self):
        return _("Pisah menjadi dua")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": _("Pisah menjadi dua")})

    def get_context_data(self, *, report_id: UUID, problem=None, typed=None, **kwargs):
        report = desk_report(self.request.user, report_id)
        values = typed or {
            "kept_title": report.title,
            "kept_text": report.text,
            "title": report.title,
            "text": report.text,
        }
        return super().get_context_data(
            report=report,
            attachments=report.attachments.all(),
            problem=problem,
            fields=problem.fields if isinstance(problem, Invalid) else {},
            values=values,
            version=split_version(report),
            is_overtaken=isinstance(problem, Overtaken),
            moved=posted_numbers(self.request, "attachment"),
            **kwargs,
        )

    def post(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        try:
            part = split(
                actor=request.user,
                report_id=report_id,
                data=SplitInput(
                    **typed, attachment_ids=frozenset(posted_numbers(request, "attachment"))
                ),
                seen_version=request.POST.get("version", ""),
            )
        except Missing:
            raise
        except DomainError as error:
            context = self.get_context_data(report_id=report_id, problem=error, typed=typed)
            status = getattr(error, "status", HTTPStatus.BAD_REQUEST)
            return self.render_to_response(context, status=status)
        messages.success(
            request, _("Laporan dipisah. Ini bagian yang baru; Anda memegang keduanya.")
        )
        return redirect("stories_desk:report", report_id=part.pk)
