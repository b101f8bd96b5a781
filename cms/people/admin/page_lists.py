"""Pages in Wagtail's chooser and bulk actions: only those that are shown to who asks."""

from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)

from cms.people.page_policy import policy


def choosable(pages, request):
    """``pages`` that a link may lead to, for the hook of Wagtail's page chooser."""
    return pages.filter(pk__in=policy.choosable_instances(request.user).values("pk"))


class ShownPagesOnly:
    """A bulk action names those left out for want of rights: never what is not shown at all."""

    def get_actionable_objects(self):
        pages, left_out = super().get_actionable_objects()
        numbers = [page.pk for page in left_out["items_with_no_access"]]
        shown = policy.explorable_instances(self.request.user).filter(pk__in=numbers)
        return pages, {"items_with_no_access": list(shown)}


class DeletePages(ShownPagesOnly, DeleteBulkAction):
    pass


class MovePages(ShownPagesOnly, MoveBulkAction):
    pass


class PublishPages(ShownPagesOnly, PublishBulkAction):
    pass


class UnpublishPages(ShownPagesOnly, UnpublishBulkAction):
    pass


BULK_ACTIONS = (DeletePages, MovePages, PublishPages, UnpublishPages)
