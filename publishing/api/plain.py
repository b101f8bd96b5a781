"""The lists that are answered before Django's layers when they are asked for plainly."""

from __future__ import annotations

from cms.base.api.express import List
from publishing.api.filters import ItemFilter, StoryFilter
from publishing.api.items import items_page, stories_page

LISTS = {
    "/api/v1/items/": List(ItemFilter, items_page),
    "/api/v1/stories/": List(StoryFilter, stories_page),
}
