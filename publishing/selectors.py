"""Reading what is public: everything starts from live rows of ``PublishedItem``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect

from cms.people.models import Role
from cms.people.roles import scope
from publishing.models import Delivery, ItemState, PublishedItem, Subscription
from publishing.permissions import may_manage_subscription

HEAVY = ("body_html", "document")


def live_items(
    *,
    kind: str | None = None,
    programme: str | None = None,
    activity: str | None = None,
    province_code: str | None = None,
    region_code: str | None = None,
    officer_public_id: UUID | None = None,
    heavy: bool = False,
) -> QuerySet[PublishedItem]:
    """The public items that match every given filter, unordered (paginate with a cursor).

    ``region_code`` matches the area and everything inside it. Unless ``heavy``, body and document
    are not read. By several filters or by words: ``publishing.finding``.
    """
    items = PublishedItem.objects.filter(state=ItemState.LIVE)
    if kind:
        items = items.filter(kind=kind)
    if programme:
        items = items.filter(programme=programme)
    if activity:
        items = items.filter(activity=activity)
    if area := region_code or province_code:
        # A prefix of the code: an area's code begins with that of the area around it.
        items = items.filter(Q(region_code=area) | Q(region_code__startswith=f"{area}."))
    if officer_public_id:
        items = items.filter(officers__officer_public_id=officer_public_id)
    return items if heavy else items.defer(*HEAVY)


def item_by_path(path: str) -> PublishedItem | None:
    """The item at ``path``, live or tombstone; None when nothing was ever there."""
    return PublishedItem.objects.filter(path=path[:300]).first()


def moved_to(path: str) -> PublishedItem | None:
    """The item that was at ``path`` before it got another address."""
    old_path = Redirect.normalise_path(path)
    now = Redirect.objects.filter(old_path=old_path[:255]).values_list("redirect_link", flat=True)
    return PublishedItem.objects.filter(path__in=now[:1]).first()


def item_by_public_id(public_id: UUID) -> PublishedItem | None:
    """The item with this identity, live or tombstone."""
    return PublishedItem.objects.filter(public_id=public_id).first()


def item_for_api(public_id: UUID, expressions: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the API tells of the item, live or tombstone, with ``expressions`` (JSON); one query."""
    names = ("kind", "state", "document", "cache_tags", "updated_at")
    rows = PublishedItem.objects.filter(public_id=public_id)
    return next(iter(rows.values(*names, **expressions)[:1]), None)


def neighbours(item: PublishedItem, *, limit: int = 3) -> list[PublishedItem]:
    """What to read next: newest of the same kind, first from the same province, in one query."""
    same_kind = live_items(kind=item.kind).exclude(pk=item.pk)
    near = list(same_kind.order_by("-published_at", "-id")[: limit * 8])
    province = item.region_code[:2]
    near.sort(key=lambda other: other.region_code[:2] != province if province else False)
    return near[:limit]


def subscriptions_managed_by(user) -> QuerySet[Subscription]:
    """The receivers that ``user`` may see and change, as ``may_manage_subscription`` has it."""
    if may_manage_subscription(user, unit_path=""):
        return Subscription.objects.all()
    return Subscription.objects.filter(scope(user, Role.ADMINISTRATOR).q("unit_path"))


def deliveries_managed_by(user) -> QuerySet[Delivery]:
    """The deliveries to the receivers that ``user`` manages."""
    if may_manage_subscription(user, unit_path=""):
        return Delivery.objects.all()
    # By number: an index lists each receiver's deliveries, newest first.
    mine = subscriptions_managed_by(user).values_list("pk", flat=True)
    return Delivery.objects.filter(subscription__in=list(mine))
