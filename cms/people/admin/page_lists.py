"""Pages in Wagtail's lists, panels and bulk actions: only those that are shown to who
asks, at a price that does not grow with their number."""

from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet

from cms.people.admin.to_review import ToReview
from cms.people.page_policy import policy
from cms.people.page_rights import read_ahead


class RightsReadAhead:
    """A list in which every row asks what may be done with its page."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        read_ahead(context["object_list"])
        return context


class Explorer(RightsReadAhead, ExplorableIndexView):
    pass


class Search(RightsReadAhead, SearchView):
    pass


class ListOfAKind(RightsReadAhead, ContentTypeUseView):
    pass


class PageLists(PageViewSet):
    """Wagtail's screens of pages, with our lists."""

    index_view_class = Explorer
    search_view_class = Search
    content_type_use_view_class = ListOfAKind


page_lists = PageLists()


class RecentEdits(RecentEditsPanel):
    """Without what one edited before one changed unit."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        numbers = [page.pk for _at, page in context["last_edits"]]
        shown = policy.explorable_among(context["request"].user, numbers)
        context["last_edits"] = [row for row in context["last_edits"] if row[1].pk in shown]
        return context


class LockedPages(LockedPagesPanel):
    """Without what one locked before one changed unit."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        shown = policy.explorable_instances(context["request"].user)
        pages = context["locked_pages"].filter(pk__in=shown.values("pk"))
        context["locked_pages"] = pages.annotate_approved_schedule().prefetch_workflow_states()
        return context


class InModeration(UserObjectsInWorkflowModerationPanel):
    """Without what one began or submitted before one changed unit."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        states = list(context["workflow_states"])
        numbers = [int(state.object_id) for state in states]
        shown = policy.explorable_among(context["request"].user, numbers)
        context["workflow_states"] = [s for s in states if int(s.object_id) in shown]
        return context


PANELS = {
    RecentEditsPanel: RecentEdits,
    LockedPagesPanel: LockedPages,
    UserObjectsInWorkflowModerationPanel: InModeration,
    WorkflowObjectsToModeratePanel: ToReview,
}


def own_panels(panels) -> list:
    """``panels`` of the dashboard, with ours where Wagtail's name pages of any unit or ask anew
    for each of them."""
    return [PANELS[type(panel)]() if type(panel) in PANELS else panel for panel in panels]


class ShownPagesOnly:
    """A bulk action names those left out for want of rights: never what is not shown at all. Nor
    are the rights of those asked one by one when all of a list are taken."""

    def get_all_objects_in_listing_query(self, parent_id):
        listed = super().get_all_objects_in_listing_query(parent_id)
        shown = policy.explorable_instances(self.request.user).filter(pk__in=listed)
        return shown.values_list("pk", flat=True)

    def get_actionable_objects(self):
        pages, left_out = super().get_actionable_objects()
        others = left_out["items_with_no_access"]
        shown = policy.explorable_among(self.request.user, [page.pk for page in others])
        return pages, {"items_with_no_access": [page for page in others if page.pk in shown]}


class DeletePages(ShownPagesOnly, DeleteBulkAction):
    pass


class MovePages(ShownPagesOnly, MoveBulkAction):
    pass


class PublishPages(ShownPagesOnly, PublishBulkAction):
    pass


class UnpublishPages(ShownPagesOnly, UnpublishBulkAction):
    pass


BULK_ACTIONS = (DeletePages, MovePages, PublishPages, UnpublishPages)
