"""Release: the one press. The read model, the outbox and the audit line, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.base.errors import Conflict
from publishing import document
from publishing.events import CORRECTED, GONE, RELEASED, RESTORED, UPDATED
from publishing.item import PublicItem
from publishing.models import (
    ItemMedia,
    ItemOfficer,
    ItemState,
    ItemTopic,
    PublicationCounter,
    PublishedItem,
)
from publishing.registry import adapter_for
from publishing.services.aftermath import Change, announce
from publishing.services.search_index import forget_item, index_item


@transaction.atomic
def release(*, actor, page) -> PublishedItem | None:
    """Make the public side of ``page`` what the page says now; return its item.

    None when the page is no published content or must not be public (then any item of it is
    retired). Releasing what is already public unchanged does nothing. Side effects: public media,
    ``PublishedItem`` with a new ``seq``, one ``Delivery`` for each active subscription, an audit
    event; delivery begins after commit. Raises DomainError from the adapter when the page must not
    be released: nothing then changed. The caller answers for permission.
    """
    adapter = adapter_for(page)
    if adapter is None:
        return None
    if not page.is_releasable:
        retire(actor=actor, page=page)
        return None
    adapter.prepare(page)
    item = document.read(adapter, page)
    values = document.columns(item) | {"state": ItemState.LIVE}
    row = PublishedItem.objects.select_for_update().filter(public_id=item.public_id).first()
    if row and all(getattr(row, name) == values[name] for name in ("state", "etag", "path")):
        return row
    if PublishedItem.objects.filter(path=item.path).exclude(public_id=item.public_id).exists():
        raise Conflict(f"{item.path}: alamat ini sudah dipakai terbitan lain.")
    event = _event(row, values)
    before = (row.path, row.cache_tags.split()) if row else ("", [])
    if row and row.path != item.path:
        Redirect.add_redirect(old_path=row.path, redirect_to=item.path, is_permanent=True)
    is_new = row is None
    row = _write(
        row,
        values
        | {
            "public_id": item.public_id,
            "page_id": page.pk,
            "withdrawn_at": None,
            "changed_at": timezone.now(),
            "seq": next_seq(),
        },
    )
    write_index(row, item, is_new=is_new)
    announce(
        actor=actor,
        change=Change(row=row, event=event, old_path=before[0], old_tags=tuple(before[1])),
    )
    adapter.released(page, row.path)
    return row


@transaction.atomic
def retire(*, actor, page, state: str = ItemState.UNPUBLISHED) -> PublishedItem | None:
    """Turn the live item of ``page`` into a tombstone in ``state``; return it, or None when none
    was live.

    Side effects: text, media and officers of the item are gone, public files are removed, a
    delivery for each subscription, an audit event.
    """
    adapter = adapter_for(page)
    row = (
        PublishedItem.objects.select_for_update()
        .filter(public_id=page.public_id, state=ItemState.LIVE)
        .first()
    )
    if row is None or adapter is None:
        return None
    adapter.retract(page)
    now = timezone.now()
    tombstone = document.tombstone_bytes(
        public_id=row.public_id, kind=row.kind, path=row.path, state=state, at=now
    )
    clear_index(row)
    row = _write(
        row,
        {
            "state": state,
            "seq": next_seq(),
            "title": "",
            "summary": "",
            "body_html": "",
            "place_line": "",
            "lead_image": None,
            "data": {},
            "document": tombstone,
            "etag": "",
            "withdrawn_at": now,
            "changed_at": now,
        },
    )
    change = Change(
        row=row, event=GONE[state], old_path=row.path, old_tags=tuple(row.cache_tags.split())
    )
    announce(actor=actor, change=change)
    adapter.withdrawn(page)
    return row


def _event(row: PublishedItem | None, values: dict) -> str:
    """What the world is told: first release, release after a withdrawal, correction or change."""
    if row is None:
        return RELEASED
    if row.state != ItemState.LIVE:
        return RESTORED if row.state == ItemState.WITHDRAWN else RELEASED
    corrections = values["data"]["corrections"]
    return CORRECTED if len(corrections) > len(row.data.get("corrections", [])) else UPDATED


def next_seq() -> int:
    """The next number of the one sequence; its row stays locked until the transaction ends, so
    that numbers become visible in order."""
    counter = PublicationCounter.objects.select_for_update().filter(pk=1).first()
    if counter is None:
        PublicationCounter.objects.get_or_create(pk=1)
        counter = PublicationCounter.objects.select_for_update().get(pk=1)
    counter.last_seq += 1
    counter.save(update_fields=["last_seq"])
    return counter.last_seq


def _write(row: PublishedItem | None, values: dict) -> PublishedItem:
    row = row or PublishedItem()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def index_rows(row: PublishedItem, item: PublicItem) -> list[list]:
    """By what ``row`` is found, from ``item``, not saved: its officers, topics and media."""
    when = row.published_at
    people = dict.fromkeys(person.public_id for person in item.people)
    topics = dict.fromkeys(topic.slug for topic in item.topics)
    return [
        [ItemOfficer(item=row, officer_public_id=key, published_at=when) for key in people],
        [ItemTopic(item=row, slug=slug, published_at=when) for slug in topics],
        [
            ItemMedia(
                item=row,
                public_id=media.public_id,
                kind=media.kind,
                position=position,
                published_at=when,
                document=document.media_bytes(item, media),
            )
            for position, media in enumerate(item.media)
        ],
    ]


def write_index(row: PublishedItem, item: PublicItem, *, is_new: bool = False) -> None:
    """Rewrite by what ``row`` is found."""
    if not is_new:
        clear_index(row)
    for rows in index_rows(row, item):
        if rows:
            type(rows[0]).objects.bulk_create(rows)
    index_item(row, is_new=True)


def clear_index(row: PublishedItem) -> None:
    """Nothing finds ``row`` by officer, topic, media or word any more."""
    for rows in (row.officers, row.topics, row.media):
        rows.all().delete()
    forget_item(row)
