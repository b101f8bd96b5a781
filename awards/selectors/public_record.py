"""What a stranger may see of an edition's audit chain once its results are public: every step with
its fingerprint, and whether the chain still holds. Never who, never what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from awards.models import AwardEditionPage
from cms.base import audit
from cms.base.models import AuditChain, AuditEvent
from publishing.models import PublishedItem
from publishing.selectors import live_items

CHECKED_EVERY_S = 600


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """The chain of one announced edition."""

    item: PublishedItem
    chain: str
    announced_hash: str
    step_count: int
    is_intact: bool
    checked_at: datetime

    def steps(self):
        """The events, to be paged by their number."""
        return AuditEvent.objects.filter(chain=self.chain).only("number", "at", "verb", "hash")

    def number_of(self, fingerprint: str) -> int | None:
        """Which step has this fingerprint; None when none has."""
        found = AuditEvent.objects.filter(chain=self.chain, hash=fingerprint)
        return found.values_list("number", flat=True).first()


def public_record(path: str) -> PublicRecord | None:
    """The record of the edition that is public at ``path``; None before it is announced.

    The whole chain is computed anew at most every ten minutes, and whenever it grew.
    """
    item = live_items(kind="award").filter(path=path).first()
    announced_hash = item.data["extra"].get("audit_head") if item else ""
    edition = AwardEditionPage.objects.filter(public_id=item.public_id).first() if item else None
    if not (announced_hash and edition):
        return None
    head = AuditChain.objects.get(name=edition.audit_chain)
    is_intact, checked_at = cache.get_or_set(
        f"public-record:{head.name}:{head.last_hash}",
        lambda: (audit.verify(head.name) is None, timezone.now()),
        CHECKED_EVERY_S,
    )
    return PublicRecord(
        item=item,
        chain=head.name,
        announced_hash=announced_hash,
        step_count=head.last_number,
        is_intact=is_intact,
        checked_at=checked_at,
    )
