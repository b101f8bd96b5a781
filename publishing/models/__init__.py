"""The read model of everything public, the outboxes, and the site's own pages."""

from publishing.models.aftermath import HubPing, Purge
from publishing.models.delivery import (
    Attempt,
    Delivery,
    DeliveryState,
    HeldItem,
    PauseReason,
    Subscription,
)
from publishing.models.feed import FeedArchive, FeedVersion
from publishing.models.item import (
    ItemMedia,
    ItemOfficer,
    ItemState,
    ItemTopic,
    PublicationCounter,
    PublishedItem,
)
from publishing.models.reads import ItemReads
from publishing.models.search import ItemSearch
from publishing.models.tally import TermTally
from publishing.site.models import HomePage

__all__ = [
    "Attempt",
    "Delivery",
    "DeliveryState",
    "FeedArchive",
    "FeedVersion",
    "HeldItem",
    "HomePage",
    "HubPing",
    "ItemMedia",
    "ItemOfficer",
    "ItemReads",
    "ItemSearch",
    "ItemState",
    "ItemTopic",
    "PauseReason",
    "PublicationCounter",
    "PublishedItem",
    "Purge",
    "Subscription",
    "TermTally",
]
