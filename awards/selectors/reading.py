"""What a panelist reads about one nomination. Ask :func:`awards.selectors.panel.readable` first."""

from __future__ import annotations

from dataclasses import dataclass

from awards.models import Evidence, Nomination, Panelist, Review
from cms.media.models import ConsentUse
from cms.media.permissions import not_for
from publishing.document import clean
from publishing.item import PublicItem
from publishing.registry import adapter_for
from stories.selectors.without_media import leave_out


def evidence_to_read(nomination: Nomination) -> list[Evidence]:
    """The evidence of ``nomination``, stories loaded. One query."""
    return list(
        Evidence.objects.filter(nomination=nomination)
        .select_related("story", "revision", "criterion")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class PinnedText:
    """A story as it became evidence. ``left_out``: how many of its photos, films and recordings
    are not shown, because whoever is in them did not agree to their use for an award."""

    item: PublicItem
    left_out: int


def pinned_text(evidence: Evidence) -> PinnedText | None:
    """The story in the revision that was pinned; None once it was taken from the public."""
    if not evidence.story.is_releasable:
        return None
    page = evidence.revision.as_object()
    forbidden = not_for(ConsentUse.AWARD, photos=page.photos(), videos=page.videos())
    leave_out(page, forbidden)
    return PinnedText(clean(adapter_for(page).to_item(page)), len(forbidden))


def review_of(panelist: Panelist, nomination: Nomination) -> Review | None:
    """The panelist's review with its marks, if begun."""
    return (
        Review.objects.filter(panelist=panelist, nomination=nomination)
        .prefetch_related("scores")
        .first()
    )
