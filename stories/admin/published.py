"""After an approval: the publisher reads whether the story is public, and where."""

from __future__ import annotations

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from stories.models import StoryPage


def say_published(request: HttpRequest, page: Page) -> None:
    """After an approval, say instead of Wagtail's "has been updated" that ``page`` is public, or
    why it is not yet. Side effect: the messages of ``request``."""
    if request.POST.get("workflow-action-name") != "approve" or not isinstance(page, StoryPage):
        return
    now = StoryPage.objects.get(pk=page.pk)
    if now.workflow_in_progress:
        _only_message(request)
        messages.warning(
            request,
            _(
                "Belum terbit: cerita ini diubah orang lain sesudah diajukan. Baca versi terbaru, "
                "lalu setujui sekali lagi."
            ),
        )
    elif now.live and not now.has_unpublished_changes:
        _only_message(request)
        messages.success(
            request,
            _("Cerita “%(title)s” sudah terbit.") % {"title": now.title},
            buttons=[messages.button(now.address, _("Lihat di situs"))],
        )


def _only_message(request: HttpRequest) -> None:
    """What was read is not shown: ours says it better."""
    list(get_messages(request))
