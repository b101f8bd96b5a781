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
from stories.models import SPLIT_DRAFT_FIELDS, ReportState
from stories.selectors.coming import coming_of
from stories.selectors.desk.people import BEAT_S, who_else_is_here
from stories.selectors.desk.report import desk_report, drafts_about, split_version, version_of
from stories.services.desk.splitting import SplitInput, split


class Split(DeskPage):
    """What stays on the left, what becomes a report of its own on the right."""

    template_name = "stories/desk/split.html"

    def get_page_title(self):
        return _("Pisah menjadi dua")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": _("Pisah menjadi dua")})

    def get_context_data(self, *, report_id: UUID, problem=None, typed=None, **kwargs):
        user = self.request.user
        report = desk_report(user, report_id)
        words = {
            "kept_title": report.title,
            "kept_text": report.text,
            "title": report.title,
            "text": report.text,
        }
        drafts = [one for one in drafts_about(user, report) if one.field in SPLIT_DRAFT_FIELDS]
        own = {draft.field: draft for draft in drafts if draft.user_id == user.pk}
        saved = {name: draft.text for name, draft in own.items()}
        return super().get_context_data(
            report=report,
            attachments=report.attachments.all(),
            problem=problem,
            fields=problem.fields if isinstance(problem, Invalid) else {},
            values=typed or words | saved,
            version=split_version(report),
            page_version=version_of(report),
            beat_s=BEAT_S,
            here_text=who_else_is_here(report, user),
            coming=coming_of(report),
            is_holder=report.state == ReportState.CLAIMED and report.claimed_by_id == user.pk,
            own=own,
            # One's own stand in their fields.
            drafts=[draft for draft in drafts if draft.user_id != user.pk],
            typed_in=SPLIT_DRAFT_FIELDS,
            is_overtaken=isinstance(problem, Overtaken),
            moved=posted_numbers(self.request, "attachment"),
            **kwargs,
        )

    def post(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        typed = {name: request.POST.get(name, "") for name in SPLIT_DRAFT_FIELDS}
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
