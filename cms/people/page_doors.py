"""Wagtail's screens that are opened by the number of a page.

Several of them name the page before they ask for rights: the explorer and the chooser in their
heading, a workflow step that is over in its message. Here, in one place, is asked whether the page
is shown to this person at all.
"""

from __future__ import annotations

from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from cms.base.numbers import number_in
from cms.people.page_policy import policy

NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
CHOOSERS = ("wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple")
EXPLORERS = ("wagtailadmin_explore", "wagtailadmin_explore_results")
PAGES, REPORTS = "wagtailadmin_pages", "wagtailadmin_reports"
# They name the page of each kind that was edited last, whosever it is.
EVERYBODYS_REPORTS = ("page_types_usage", "page_types_usage_results")


class PageDoorMiddleware:
    """Answers as Wagtail does to who may not, when a page of the request is not shown to them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        match = request.resolver_match
        if not _is_door(match) or _may_pass(request.user, match, request.GET):
            return None
        return permission_denied(request)


def _is_door(match) -> bool:
    if match.namespaces == [REPORTS]:
        return match.url_name in EVERYBODYS_REPORTS
    return match.namespaces == [PAGES] or match.url_name in (*CHOOSERS, *EXPLORERS)


def _may_pass(user, match, asked) -> bool:
    # Who may not enter the admin at all is answered by Wagtail.
    if user.is_superuser or not user.has_perm("wagtailadmin.access_admin"):
        return True
    if match.namespaces == [REPORTS]:
        return False
    said = [str(match.kwargs[name]) for name in NUMBERS if name in match.kwargs]
    among = policy.explorable_among
    if match.url_name in CHOOSERS:
        said += asked.getlist("id")
        among = policy.choosable_among
    if not said:
        return True
    numbers = {number_in(text) for text in said}
    if 0 in numbers:  # what is no number of any page, at which some of these screens fail
        return False
    hidden = Page.objects.filter(pk__in=numbers - among(user, numbers))
    return all(_takes_over(user, page) for page in hidden)


def _takes_over(user, page: Page) -> bool:
    """A public page whose newer draft was given to a unit of ``user`` is listed with its old one
    until that draft is published."""
    return page.get_latest_revision_as_object().permissions_for_user(user).can_edit()
