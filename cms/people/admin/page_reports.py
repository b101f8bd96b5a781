"""Wagtail's reports of pages: only those that are shown to who asks, at a price that does not grow
with their number."""

from dataclasses import dataclass
from typing import Any

from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.models import Page

from cms.people.admin.to_review import steps_of
from cms.people.page_policy import policy
from cms.people.page_rights import read_ahead


class Locked(LockedPagesView):
    """Without what one locked before one changed unit."""

    def get_queryset(self):
        shown = policy.explorable_instances(self.request.user)
        pages = super().get_queryset().filter(pk__in=shown.values("pk"))
        pages = pages.specific().annotate_approved_schedule().annotate_site_root_state()
        return pages.prefetch_workflow_states().prefetch_related("locked_by")

    def decorate_paginated_queryset(self, object_list):
        read_ahead(object_list)
        return object_list


@dataclass(frozen=True)
class Row:
    """``_of`` with what was fetched for all rows at once in place of what it would ask for."""

    _of: Any
    _known: dict[str, Any]

    def __getattr__(self, name):
        return self._known[name] if name in self._known else getattr(self._of, name)


def _pages_of(states) -> dict[int, Page]:
    """The pages of ``states`` (nothing else has steps here), their rights ready to read."""
    numbers = {state.content_object.pk for state in states}
    pages = list(Page.objects.filter(pk__in=numbers).specific())
    read_ahead(pages)
    return {page.pk: page for page in pages}


def _state_rows(states) -> dict[int, Row]:
    """By the number of each state of a workflow."""
    pages, steps = _pages_of(states), steps_of(states)
    return {
        state.pk: Row(
            state,
            {
                "content_object": pages[state.content_object.pk],
                "all_tasks_with_status": steps[state.pk],
            },
        )
        for state in states
    }


class Workflows(WorkflowView):
    def decorate_paginated_queryset(self, object_list):
        states = super().decorate_paginated_queryset(object_list)
        rows = _state_rows(states)
        return [rows[state.pk] for state in states]


class Tasks(WorkflowTasksView):
    def decorate_paginated_queryset(self, object_list):
        found = super().decorate_paginated_queryset(object_list)
        rows = _state_rows([state.workflow_state for state in found])
        return [Row(state, {"workflow_state": rows[state.workflow_state_id]}) for state in found]
