"""Wagtail's page chooser: only what a link may lead to, at a price that does not grow with it."""

from wagtail.admin.views.chooser import BrowseView, SearchView
from wagtail.models import Page

from cms.people.page_policy import policy
from cms.people.page_rights import read_ahead

SEARCH = "wagtailadmin_choose_page_search"


def choosable(pages, request):
    """``pages`` that a link may lead to, with their state, for the hook of Wagtail's chooser."""
    if request.resolver_match.url_name == SEARCH:
        # Wagtail's search takes no condition on columns that it does not keep.
        shown = pages.filter(pk__in=policy.choosable_instances(request.user).values("pk"))
    else:
        shown = pages.filter(policy.choosable(request.user))
    # Specific already here: otherwise the states of workflows would be sought by another column.
    return shown.specific().annotate_approved_schedule().prefetch_workflow_states()


def _read_ahead(rows) -> None:
    read_ahead(rows)
    Page.objects.annotate_parent_page(rows)


class Rows:
    """``pages`` for a paginator: of each part that it takes, the rest of what the rows ask is
    fetched at once."""

    ordered = True

    def __init__(self, pages):
        self.pages = pages

    def __len__(self):
        return self.pages.count()

    def __getitem__(self, part: slice) -> list[Page]:
        rows = list(self.pages[part])
        _read_ahead(rows)
        return rows


class Browse(BrowseView):
    """The pages below one page."""

    def filter_object_list(self, pages):
        return Rows(super().filter_object_list(pages))


class Search(SearchView):
    """The pages of a word."""

    def get(self, request):
        answer = super().get(request)
        _read_ahead(answer.context_data["pages"])
        return answer
