"""One report: what was sent, what must be protected, what happened, what can be done."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from cms.base.errors import DomainError
from stories.admin.desk.colleagues import asked_name, said_of
from stories.admin.desk.pages import DeskPage
from stories.models import DeskDraftField, Priority, ReportState
from stories.note_variables import fill
from stories.permissions import may_commend, may_edit_story, may_work_on
from stories.selectors.coming import coming_of
from stories.selectors.desk import people
from stories.selectors.desk import report as selectors
from stories.selectors.notes import notes_for
from stories.services.accept import FilesComing
from stories.services.unaccept import EditedDraft


class DeskReport(DeskPage):
    """One report on its page."""

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
        can_work = bool(may_work_on(user, report))
        is_claimed = report.state == ReportState.CLAIMED
        is_holder = can_work and is_claimed and report.claimed_by_id == user.pk
        coming = coming_of(report)
        can_spike = can_work and (is_holder or report.state == ReportState.SUBMITTED)
        drafts = selectors.drafts_about(user, report)
        name, title = asked_name(self.request), asked_name(self.request, "cerita")
        colleagues = people.colleagues_for(report, name=name) if can_work else people.Colleagues([])
        commendations = selectors.commendations_of(report)
        story = selectors.story_of(report)
        return super().get_context_data(
            report=report,
            attachments=report.attachments.all(),
            events=report.events.all(),
            story=story,
            can_edit_story=story is not None and bool(may_edit_story(user, story)),
            public_path=story.public_path
            if story and report.state == ReportState.PUBLISHED
            else "",
            can_work=can_work,
            can_claim=can_work and report.state == ReportState.SUBMITTED,
            can_take_over=can_work and is_claimed and not is_holder,
            can_give=can_work and (is_holder or report.state == ReportState.SUBMITTED),
            can_reopen=can_work and report.state == ReportState.DECLINED,
            can_recall=can_work and report.state == ReportState.RETURNED,
            can_restore=can_work and report.state == ReportState.SPIKED,
            can_spike=can_spike,
            can_unaccept=can_work and report.state == ReportState.ACCEPTED,
            must_discard=isinstance(self.problem, EditedDraft),
            coming=coming,
            must_ask=bool(coming) or isinstance(self.problem, FilesComing),
            late=[one for one in report.attachments.all() if one.awaits_story],
            version=selectors.version_of(report),
            is_holder=is_holder,
            colleagues=colleagues,
            colleague_name=name,
            colleagues_said=said_of(colleagues, name),
            open_drafts=selectors.open_drafts(user, title=title) if is_holder else None,
            draft_title=title,
            notes=[(note, fill(note.text, report)) for note in notes_for(report)]
            if is_holder
            else (),
            chosen_note=self._chosen(report) if is_holder else "",
            # A leader's thanks stand in their field alone.
            drafts=[draft for draft in drafts if draft.field != DeskDraftField.COMMEND],
            typed_in=[
                *([DeskDraftField.RETURN, DeskDraftField.DECLINE] if is_holder else []),
                *([DeskDraftField.SPIKE] if can_spike else []),
            ],
            own=self._own(drafts),
            here_text=people.who_else_is_here(report, user),
            same_event=selectors.same_event(user, report),
            commendations=commendations,
            can_commend=bool(may_commend(user, report))
            and all(given.leader_id != user.pk for given in commendations),
            priorities=reversed(Priority.choices),
            beat_s=people.BEAT_S,
            problem=self.problem,
            # Typed by somebody who no longer holds it: shown beside what the holder types.
            unsent="" if is_holder else next(iter(self.typed.values()), ""),
            typed=self.typed,
            **kwargs,
        )

    def _own(self, drafts) -> dict[str, dict]:
        """What this person is typing, by field: what was refused just now, else what was saved."""
        user = self.request.user
        saved = {draft.field: draft for draft in drafts if draft.user_id == user.pk}
        return {
            field: {
                "text": self.typed[field]
                if field in self.typed
                else (saved[field].text if field in saved else ""),
                "version": saved[field].version if field in saved else 0,
            }
            for field in DeskDraftField.values
        }

    def _chosen(self, report) -> str:
        """The text of the ready-made note that was asked for without a script."""
        wanted = self.request.GET.get("note", "")
        found = (note for note in notes_for(report) if str(note.pk) == wanted) if wanted else ()
        note = next(iter(found), None)
        return fill(note.text, report) if note else ""
