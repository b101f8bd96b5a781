"""Receivers, and what happens to items, told as release tells it."""

from django.db import transaction

from publishing.models import Delivery, ItemState, PublishedItem, Subscription
from publishing.services.addressing import address
from publishing.services.release import next_seq
from tests.factories.publishing import PublishedItemFactory

SECRET = "rahasia-penerima"


def receiver(peer=None, path="/", **fields) -> Subscription:
    """A webhook receiver at ``peer``."""
    url = f"{peer.url}{path}" if peer else "https://penerima.contoh.id/"
    values = {"channel": "webhook", "name": "uji", "config": {"url": url}, "secret": SECRET}
    return Subscription.objects.create(**(values | fields))


def item(*tags: str, **fields) -> PublishedItem:
    """A live item that carries ``tags``."""
    return PublishedItemFactory(cache_tags=" ".join(tags), document=b'{"title":"Uji"}', **fields)


@transaction.atomic
def happens(row: PublishedItem, event: str, *, tags: tuple[str, ...] | None = None) -> None:
    """``event`` happens to ``row``, which carries ``tags`` from now on."""
    old = tuple(row.cache_tags.split()) if event != "item.released" else ()
    if tags is not None:
        row.cache_tags = " ".join(tags)
    if event in ("item.withdrawn", "item.unpublished", "item.expired"):
        row.state = ItemState(event.partition(".")[2])
        row.document = b'{"state":"gone"}'
    row.seq = next_seq()
    row.save()
    address(row=row, event=event, old_tags=old)


def told(subscription: Subscription) -> list[str]:
    """The events owed or sent to ``subscription``, in order, cancelled ones left out."""
    rows = Delivery.objects.filter(subscription=subscription).exclude(state="cancelled")
    return list(rows.order_by("seq").values_list("event", flat=True))
