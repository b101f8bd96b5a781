"""The audit chain: append one event inside the transaction of what it records; verify it all.

Each chain (``name``) is a line of SHA-256 hashes from 64 zeros on. The head row is locked while an
event is appended, so two writers queue up and never fork it. Choose narrow chains (one per
province, one per award edition): a chain is a lock held until commit.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from cms.base.acting import acting_token
from cms.base.models import AuditChain, AuditEvent

GENESIS = "0" * 64
SYSTEM_NAME = "Sambang"


@dataclass(frozen=True, slots=True)
class Break:
    """The first row of a chain that is not as it was written."""

    chain: str
    number: int
    event_id: int | None
    why: str


def _digest(*, previous_hash: str, chain: str, number: int, at: datetime, **content) -> str:
    body = {"chain": chain, "number": number, "at": at.astimezone(UTC).isoformat(), **content}
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((previous_hash + canonical).encode()).hexdigest()


def append(*, actor, verb: str, target, data: dict | None = None, chain: str) -> AuditEvent:
    """Append one event to ``chain`` and return it.

    ``actor`` is a user or None for the system itself; ``target`` is any saved model instance;
    ``data`` must be plain JSON; the API token that carries the deed, if any, is added to it. Side
    effects: locks the chain until the transaction ends, writes two rows. Raises RuntimeError
    outside a transaction: an event must stand or fall with its deed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.append() needs a transaction")
    if token := acting_token():
        data = {**(data or {}), "token": {"id": token.pk, "name": token.name}}
    head = _locked_head(chain)
    content = {
        "actor_id": actor.pk if actor else None,
        "actor_name": str(actor) if actor else SYSTEM_NAME,
        "verb": verb,
        "object_type": target._meta.label_lower,
        "object_id": str(target.pk),
        "data": data or {},
    }
    number, at = head.last_number + 1, timezone.now()
    digest = _digest(previous_hash=head.last_hash, chain=chain, number=number, at=at, **content)
    event = AuditEvent.objects.create(
        chain=chain, number=number, at=at, previous_hash=head.last_hash, hash=digest, **content
    )
    head.last_number, head.last_hash = number, digest
    head.save(update_fields=["last_number", "last_hash"])
    return event


def _locked_head(chain: str) -> AuditChain:
    heads = AuditChain.objects.select_for_update().filter(name=chain)
    head = heads.first()
    if head is None:
        AuditChain.objects.bulk_create([AuditChain(name=chain)], ignore_conflicts=True)
        head = heads.get()
    return head


def events_of(target):
    """Everything recorded about ``target``, oldest first."""
    return AuditEvent.objects.filter(
        object_type=target._meta.label_lower, object_id=str(target.pk)
    ).order_by("at", "id")


def verify(chain: str) -> Break | None:
    """Recompute ``chain`` from its first event; return the first break, or None when sound."""
    previous, number = GENESIS, 0
    rows = AuditEvent.objects.filter(chain=chain).order_by("number")
    for event in rows.iterator(chunk_size=2000):
        number += 1
        if event.number != number:
            return Break(chain, number, None, f"row {number} is missing")
        if event.previous_hash != previous:
            return Break(chain, number, event.pk, "does not follow from the row before")
        expected = _digest(
            previous_hash=previous,
            chain=chain,
            number=number,
            at=event.at,
            actor_id=event.actor_id,
            actor_name=event.actor_name,
            verb=event.verb,
            object_type=event.object_type,
            object_id=event.object_id,
            data=event.data,
        )
        if event.hash != expected:
            return Break(chain, number, event.pk, "was altered after it was written")
        previous = event.hash
    head = AuditChain.objects.filter(name=chain).first()
    if head and (head.last_number, head.last_hash) != (number, previous):
        return Break(chain, number + 1, None, "rows at the end are missing")
    return None
