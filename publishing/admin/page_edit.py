"""Publishing from Wagtail's page editor, all or nothing.

Wagtail's editor runs its publish action outside any transaction, so a release that is refused
would leave the page live in the tree and public nowhere.
"""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView

from cms.base.errors import DomainError

PUBLISH = "action-publish"


def publish_or_keep_draft(request, page):
    """Answer a press on "publish" in one transaction; None for every other request.

    When the release is refused, what was typed is kept as a draft and the reason is shown.
    """
    if request.method != "POST" or PUBLISH not in request.POST or _is_ours(request):
        return None
    request.publishes_at_once = True
    view = EditView.as_view()
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
    return getattr(request, "publishes_at_once", False)
