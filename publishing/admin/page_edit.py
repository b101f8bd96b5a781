"""Wagtail's page editor for what publishing publishes: all or nothing, and where it is by now.

Wagtail's editor runs its publish action outside any transaction, so a release that is refused
would leave the page live in the tree and public nowhere. It also saves the whole page as it was
when the request began: an autosave beside an approval would take what was just published back.
"""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from cms.base.errors import DomainError
from publishing.admin.where import WhereSidePanel
from publishing.registry import adapter_for

PUBLISH = "action-publish"
# What a person decides by a press; autosaving sends along whatever stands in the form by then.
DECISIONS = "action-"


class PublishedEditView(EditView):
    """The editor with one side panel more. Autosaving asks for no panels of ours."""

    def get_side_panels(self):
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        return MediaContainer([*panels, WhereSidePanel(self.page, self.request)])


def edit_published_page(request, page):
    """Answer for a page that publishing knows; None leaves every other page to Wagtail, but for
    publishing it.

    A press on "publish" is one transaction: when the release is refused, what was typed is kept as
    a draft and the reason is shown. Posts for one page wait for each other, and one that was
    autosaved only ever saves.
    """
    publishes = request.method == "POST" and PUBLISH in request.POST
    is_known = adapter_for(page) is not None
    if _is_ours(request) or not (publishes or is_known):
        return None
    request.is_edited_by_publishing = True
    view = (PublishedEditView if is_known else EditView).as_view()
    if request.method != "POST":
        return view(request, page_id=page.pk)
    if not request.accepts("text/html"):
        _save_only(request)
    if PUBLISH not in request.POST:
        return _alone(view, request, page)
    try:
        return _alone(view, request, page)
    except DomainError as error:
        messages.error(request, _("Belum terbit: %(why)s") % {"why": error})
    draft = request.POST.copy()
    del draft[PUBLISH]
    request.POST = draft
    return view(request, page_id=page.pk)


def _alone(view, request, page):
    """The answer of ``view``, which reads the page anew once nobody else writes it.

    Other posts hold the page's row, services the row of its kind; that one first, as they do.
    """
    with transaction.atomic():
        for model in (type(page), Page):
            rows = model._base_manager.select_for_update(of=("self",))
            rows.filter(pk=page.pk).values_list("pk").first()
        return view(request, page_id=page.pk)


def _save_only(request) -> None:
    typed = request.POST.copy()
    for name in [name for name in typed if name.startswith(DECISIONS)]:
        del typed[name]
    request.POST = typed


def _is_ours(request) -> bool:
    """Whether this is the view that we called ourselves: it asks the same hook again."""
    return getattr(request, "is_edited_by_publishing", False)
