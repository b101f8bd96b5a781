"""Stories: an officer's published ones, and all that may be public."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.base.models import TakedownState
from cms.people.models import Officer
from stories.models import StoryPage


def public_now(page: str = "") -> Q:
    """That a story is read by everybody at this moment; ``page`` is the way to it, as in
    ``story_links__page``. Under an embargo a page is live, and nobody may know of it."""
    at = f"{page}__" if page else ""
    is_over = Q(**{f"{at}embargo_until": None}) | Q(**{f"{at}embargo_until__lte": timezone.now()})
    return is_over & Q(**{f"{at}live": True, f"{at}takedown_state": TakedownState.NONE})


def published_stories_of(officer: Officer) -> QuerySet[StoryPage]:
    """The stories about ``officer`` that are public now, newest first."""
    return (
        StoryPage.objects.filter(public_now(), story_officers__officer=officer)
        .exclude(public_path="")
        .order_by("-first_published_at", "-pk")
    )


def stories_to_release() -> Iterable[StoryPage]:
    """Every story the public may see now, oldest first, for rebuilding the read model."""
    live = StoryPage.objects.live().filter(takedown_state=TakedownState.NONE)
    ordered = live.select_related("lead_photo", "village", "unit", "activity", "programme")
    return (
        page
        for page in ordered.order_by("first_published_at", "pk").iterator(chunk_size=200)
        if page.is_releasable
    )
