"""Release: the one press. The read model, the outbox and the audit line, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.base import audit
from cms.base.errors import Conflict
from cms.base.jobs import enqueue_on_commit
from publishing import document
from publishing.models import (
    Delivery,
    ItemOfficer,
    ItemState,
    PublicationCounter,
    PublishedItem,
    Subscription,
)
from publishing.registry import adapter_for

RELEASED = "item.released"
UPDATED = "item.updated"
WITHDRAWN = "item.withdrawn"


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
    values = document.columns(item)
    row = PublishedItem.objects.select_for_update().filter(public_id=item.public_id).first()
    if (
        row
        and row.state == ItemState.LIVE
        and (row.etag, row.path)
        == (
            values["etag"],
            values["path"],
        )
    ):
        return row
    if PublishedItem.objects.filter(path=item.path).exclude(public_id=item.public_id).exists():
        raise Conflict(f"{item.path}: alamat ini sudah dipakai terbitan lain.")
    event = UPDATED if row and row.state == ItemState.LIVE else RELEASED
    if row and row.path != item.path:
        Redirect.add_redirect(old_path=row.path, redirect_to=item.path, is_permanent=True)
    row = _write(
        row,
        values
        | {
            "public_id": item.public_id,
            "page_id": page.pk,
            "state": ItemState.LIVE,
            "withdrawn_at": None,
            "seq": next_seq(),
        },
    )
    release_officers(row, item)
    _announce(actor=actor, row=row, event=event)
    adapter.released(page, row.path)
    return row


@transaction.atomic
def retire(*, actor, page, state: str = ItemState.UNPUBLISHED) -> PublishedItem | None:
    """Turn the live item of ``page`` into a tombstone; return it, or None when none was live.

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
    row.officers.all().delete()
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
        },
    )
    _announce(actor=actor, row=row, event=WITHDRAWN)
    adapter.withdrawn(page)
    return row


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


def release_officers(row: PublishedItem, item) -> None:
    """Rewrite which officers ``row`` is about, from ``item``."""
    row.officers.all().delete()
    ItemOfficer.objects.bulk_create(
        ItemOfficer(item=row, officer_public_id=public_id, published_at=row.published_at)
        for public_id in dict.fromkeys(person.public_id for person in item.people)
    )


def _announce(*, actor, row: PublishedItem, event: str) -> None:
    """The outbox and the audit line of what just happened to ``row``."""
    Delivery.objects.bulk_create(
        Delivery(
            subscription=subscription,
            item=row,
            event=event,
            seq=row.seq,
            document=row.document,
            next_attempt_at=timezone.now(),
        )
        for subscription in Subscription.objects.filter(is_active=True)
    )
    audit.append(
        actor=actor,
        verb=event,
        target=row,
        data={"path": row.path, "seq": row.seq, "etag": row.etag},
        chain=f"publishing:{row.unit_path[:8]}",
    )
    enqueue_on_commit("publishing.tasks.deliver_due")
