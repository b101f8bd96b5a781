"""What waits for one's approval, on the dashboard: the newest few, at a price that is always the
same."""

from collections import defaultdict

from django.utils.translation import gettext as _
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, Revision, TaskState, WorkflowTask

from cms.people.page_rights import read_ahead

ROWS = 10


class ToReview(WorkflowObjectsToModeratePanel):
    """Wagtail's panel, which lists everything and asks anew for each of them. The rest is one
    press away, in the report of tasks."""

    template_name = "people/to_review_panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        waiting = list(_waiting(request.user)[: ROWS + 1])
        states = [state for state in waiting[:ROWS] if _is_page(state.revision.content_object)]
        read_ahead([state.revision.content_object for state in states])
        steps = steps_of([state.workflow_state for state in states])
        return {
            "states": [_row(state, steps, request.user) for state in states],
            "more": len(waiting) > ROWS,
            "request": request,
            "csrf_token": parent_context["csrf_token"],
        }


def _waiting(user):
    return (
        TaskState.objects.reviewable_by(user)
        .select_related("revision__user", "workflow_state")
        .prefetch_related("revision__content_object", "revision__content_object__latest_revision")
        .annotate(previous_revision_id=Revision.objects.previous_revision_id_subquery())
        .order_by("-started_at", "-pk")
    )


def _is_page(found) -> bool:
    """Pages alone have steps here; one of a page that is gone has none."""
    return isinstance(found, Page)


def _row(state: TaskState, steps: dict[int, list[dict]], user) -> dict:
    """What the template of Wagtail's panel shows of ``state``."""
    page = state.revision.content_object
    return {
        "obj": page,
        "revision": state.revision,
        "previous_revision_id": state.previous_revision_id,
        "live_revision_id": page.live_revision_id,
        "task_state": state,
        "actions": state.task.specific.get_actions(page, user),
        "workflow_tasks": steps[state.workflow_state_id],
        "workflow_action_url_name": "wagtailadmin_pages:workflow_action",
        "workflow_preview_url_name": "wagtailadmin_pages:workflow_preview",
        "revisions_compare_url_name": "wagtailadmin_pages:revisions_compare",
    }


def steps_of(states) -> dict[int, list[dict]]:
    """Of each state of a workflow, by its number, its steps in order and what became of them: as
    ``all_tasks_with_status`` says of one, in two queries for all."""
    workflows = {state.workflow_id for state in states}
    steps = WorkflowTask.objects.filter(workflow__in=workflows).select_related("task")
    tasks = defaultdict(list)
    for step in steps.order_by("sort_order"):
        tasks[step.workflow_id].append(step.task)
    found = _statuses(states)
    return {
        state.pk: [_step(task, found.get((state.pk, task.pk))) for task in tasks[state.workflow_id]]
        for state in states
    }


def _step(task, status: str | None) -> dict:
    shown = dict(TaskState.STATUS_CHOICES).get(status, _("Belum dimulai"))
    return {"name": task.name, "status": status, "status_display": shown}


def _statuses(states) -> dict[tuple[int, int], str]:
    """By state and task: of the newest version only, since an edit asks for approval again."""
    rows = TaskState.objects.filter(workflow_state__in=states, revision__isnull=False)
    rows = rows.order_by("revision__created_at", "revision_id", "started_at", "pk").values_list(
        "workflow_state_id", "task_id", "status", "revision_id"
    )
    newest = {workflow_state: revision for workflow_state, _task, _status, revision in rows}
    return {
        (workflow_state, task): status
        for workflow_state, task, status, revision in rows
        if revision == newest[workflow_state]
    }
