"""What the front page shows, whoever arranges its words."""

from __future__ import annotations

from dataclasses import dataclass

from publishing.models import PublishedItem
from publishing.selectors import live_items
from publishing.site import facets

STORIES, ASIDE = 12, 5


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The parts of the front page, in order."""

    lead: PublishedItem | None
    aside: list[PublishedItem]
    newest: list[PublishedItem]
    heroes: list[PublishedItem]
    award: PublishedItem | None
    programmes: tuple[facets.Facet, ...]
    numbers: dict[str, int]

    @property
    def items(self) -> list[PublishedItem]:
        shown = [self.lead, *self.aside, *self.newest, *self.heroes, self.award]
        return [item for item in shown if item]


def front_page() -> FrontPage:
    """Read the front page: three queries, five more when the five-minute numbers are stale."""
    newest_first = ("-published_at", "-id")
    stories = list(live_items(kind="story").order_by(*newest_first)[:STORIES])
    # The lead is the newest story that has a picture: a front page without one looks broken.
    lead = next((story for story in stories[:ASIDE] if story.lead_image), None)
    lead = lead or next(iter(stories), None)
    rest = [story for story in stories if story is not lead]
    return FrontPage(
        lead=lead,
        aside=rest[:ASIDE],
        newest=rest[ASIDE:],
        heroes=list(live_items(kind="hero").order_by(*newest_first)[:6]),
        award=live_items(kind="award").order_by(*newest_first).first(),
        programmes=facets.programmes()[:6],
        numbers=facets.numbers(),
    )
