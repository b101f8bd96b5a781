"""What a panelist reads about one nomination. Ask :func:`awards.selectors.panel.readable` first."""

from __future__ import annotations

from awards.models import Evidence, Nomination, Panelist, Review
from publishing.document import clean
from publishing.item import PublicItem
from publishing.registry import adapter_for


def evidence_to_read(nomination: Nomination) -> list[Evidence]:
    """The evidence of ``nomination``, stories loaded. One query."""
    return list(
        Evidence.objects.filter(nomination=nomination)
        .select_related("story", "revision", "criterion")
        .order_by("pk")
    )


def pinned_text(evidence: Evidence) -> PublicItem | None:
    """The story in the revision that was pinned; None once it was taken from the public."""
    if not evidence.story.is_releasable:
        return None
    page = evidence.revision.as_object()
    return clean(adapter_for(page).to_item(page))


def review_of(panelist: Panelist, nomination: Nomination) -> Review | None:
    """The panelist's review with its marks, if begun."""
    return (
        Review.objects.filter(panelist=panelist, nomination=nomination)
        .prefetch_related("scores")
        .first()
    )
