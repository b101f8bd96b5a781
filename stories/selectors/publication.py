"""Where a story stands on its way to the public, and the version that a change is made to."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cms.base.errors import Missing
from cms.base.models import TakedownState
from cms.people import roles
from cms.people.models import Role
from publishing.models import PublishedItem
from stories.models import StoryPage


class Standing(models.TextChoices):
    """Where a story stands."""

    DRAFT = "draft", _("Draf")
    SCHEDULED = "scheduled", _("Terjadwal")
    EMBARGOED = "embargoed", _("Menunggu akhir embargo")
    LIVE = "live", _("Tayang")
    UNPUBLISHED = "unpublished", _("Tidak tayang")
    EXPIRED = "expired", _("Masa tayangnya habis")
    WITHDRAWN = "withdrawn", _("Ditarik")


_NEVER_PUBLIC = Q(live=False, first_published_at=None, takedown_state=TakedownState.NONE)
# What a list may be narrowed by: those that columns alone can tell.
NARROWED = {
    Standing.DRAFT: _NEVER_PUBLIC,
    Standing.LIVE: Q(live=True, takedown_state=TakedownState.NONE),
    Standing.UNPUBLISHED: Q(live=False, takedown_state=TakedownState.NONE) & ~_NEVER_PUBLIC,
    Standing.WITHDRAWN: Q(takedown_state=TakedownState.WITHDRAWN),
}


def stories_in_view() -> QuerySet[StoryPage]:
    """Every story with ``item_seq``, ``item_state`` and ``scheduled_for``, without its text."""
    item = PublishedItem.objects.filter(public_id=OuterRef("public_id"))
    due = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    ).order_by("approved_go_live_at")
    return StoryPage.objects.select_related("unit").annotate(
        item_seq=Subquery(item.values("seq")[:1]),
        item_state=Subquery(item.values("state")[:1]),
        scheduled_for=Subquery(due.values("approved_go_live_at")[:1]),
    )


def story_in_view(public_id: UUID) -> StoryPage:
    """One of them. Raises Missing."""
    page = stories_in_view().filter(public_id=public_id).first()
    if page is None:
        raise Missing(gettext("Cerita itu tidak ditemukan."))
    return page


def publishable_by(user) -> QuerySet[StoryPage]:
    """The stories that ``user`` may publish, as :func:`stories_in_view`."""
    stories = stories_in_view().defer_streamfields()
    if user.is_superuser:
        return stories
    return stories.filter(roles.scope(user, Role.PUBLISHER).q("unit__path"))


def standing_of(page: StoryPage) -> Standing:
    """Where ``page``, from :func:`stories_in_view`, stands."""
    if page.is_withdrawn:
        return Standing.WITHDRAWN
    if page.live:
        return Standing.EMBARGOED if page.is_under_embargo else Standing.LIVE
    if page.scheduled_for:
        return Standing.SCHEDULED
    if page.expired:
        return Standing.EXPIRED
    return Standing.UNPUBLISHED if page.first_published_at else Standing.DRAFT


def version_of(page: StoryPage) -> str:
    """A strong ETag of ``page``, from :func:`stories_in_view`: it begins with the number of the
    newest revision and changes with every edit and every step to or from the public."""
    facts = (
        page.latest_revision_id,
        _stamp(page.latest_revision_created_at),
        page.live,
        page.live_revision_id,
        page.takedown_state,
        _stamp(page.taken_down_at),
        _stamp(page.scheduled_for),
        page.item_seq,
        page.item_state,
    )
    digest = hashlib.sha256(repr(facts).encode()).hexdigest()[:20]
    return f'"{page.latest_revision_id or 0}-{digest}"'


def is_of_newest_revision(page: StoryPage, version: str) -> bool:
    """Whether ``version`` was made when the newest revision of ``page`` was what it is now."""
    return version.startswith(f'"{page.latest_revision_id or 0}-')


def _stamp(moment: datetime | None) -> str:
    return f"{moment.timestamp():.6f}" if moment else ""
