"""Wagtail's page editor for what publishing publishes: all or nothing, and where it is by now.

Wagtail's editor runs its publish action outside any transaction, so a release that is refused
would leave the page live in the tree and public nowhere.
"""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.edit import EditView

from cms.base.errors import DomainError
from publishing.admin.where import WhereSidePanel
from publishing.registry import adapter_for

PUBLISH = "action-publish"


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
    a draft and the reason is shown.
    """
    publishes = request.method == "POST" and PUBLISH in request.POST
    is_known = adapter_for(page) is not None
    if _is_ours(request) or not (publishes or is_known):
        return None
    request.is_edited_by_publishing = True
    view = (PublishedEditView if is_known else EditView).as_view()
    if not publishes:
        return view(request, page_id=page.pk)
    try:
        with transaction.atomic():
            return view(request, page_id=page.pk)
    except DomainError as error:
        messages.error(request, _("Belum terbit: %(why)s") % {"why": error})
    draft = request.POST.copy()
    del draft[PUBLISH]
    request.POST = draft
    return view(request, page_id=page.pk)


def _is_ours(request) -> bool:
    """Whether this is the view that we called ourselves: it asks the same hook again."""
    return getattr(request, "is_edited_by_publishing", False)
