"""Withdrawing (*tarik*) a story and putting it back: never deleted, always with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Missing
from publishing import services as publishing
from stories.models import StoryPage
from stories.permissions import may_publish_story


@transaction.atomic
def withdraw_story(*, actor, page_id: int, reason: str) -> StoryPage:
    """Withdraw a published story from everywhere. Raises Missing, Refused, or Conflict when it is
    not public."""
    page = _story(actor, page_id)
    if page.is_withdrawn or not page.live:
        raise Conflict(_("Cerita ini sedang tidak tayang, jadi tidak perlu ditarik."))
    publishing.withdraw(actor=actor, page=page, reason=reason)
    return page


@transaction.atomic
def restore_story(*, actor, page_id: int, reason: str) -> StoryPage:
    """Put a withdrawn story back. Raises Missing, Refused, Conflict when it was not withdrawn, or
    what publishing raises when it may not be public now."""
    page = _story(actor, page_id)
    if not page.is_withdrawn:
        raise Conflict(_("Cerita ini tidak sedang ditarik."))
    publishing.restore(actor=actor, page=page, reason=reason)
    return page


def _story(actor, page_id: int) -> StoryPage:
    page = StoryPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    if page is None:
        raise Missing(_("Cerita itu tidak ditemukan."))
    may_publish_story(actor, page).require()
    return page
