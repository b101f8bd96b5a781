"""Feeds that a page names in its head."""

from django import template

from publishing.feeds.autodiscovery import FeedLink, feeds_of_item
from publishing.models import PublishedItem

register = template.Library()


@register.simple_tag
def item_feeds(item: PublishedItem) -> list[FeedLink]:
    """The feeds that ``item`` is in."""
    return feeds_of_item(item)


@register.simple_tag
def officer_feeds(officer) -> list[FeedLink]:
    """The feed about ``officer``."""
    return [FeedLink(f"petugas/{officer.public_id}", str(officer))]


@register.simple_tag
def list_feeds(asked: dict, programmes, activities, provinces) -> list[FeedLink]:
    """The feeds of the filters that a list of stories was narrowed by."""
    choices = (
        ("program", "program", programmes),
        ("kegiatan", "kegiatan", activities),
        ("provinsi", "provinsi", provinces),
    )
    return [
        FeedLink(f"{family}/{facet.slug}", facet.name)
        for name, family, facets in choices
        for facet in facets
        if asked.get(name) == facet.slug
    ]
