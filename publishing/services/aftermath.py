"""What the world is told when an item changed: each outbox and the audit, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from cms.base import audit
from cms.base.jobs import enqueue_on_commit
from publishing.models import PublishedItem
from publishing.services import hub, purge
from publishing.services.addressing import address


@dataclass(frozen=True, slots=True)
class Change:
    """``row`` as it is now; ``old_path`` and ``old_tags`` are what it had before (empty when it
    is new)."""

    row: PublishedItem
    event: str
    old_path: str = ""
    old_tags: tuple[str, ...] = ()

    @property
    def tags(self) -> list[str]:
        """Cache tags of everything that showed the item before or shows it now."""
        return list(dict.fromkeys([*self.old_tags, *self.row.cache_tags.split()]))


def announce(*, actor, change: Change) -> None:
    """Write the outbox rows and the audit event of ``change``; the work begins after commit."""
    row = change.row
    if address(row=row, event=change.event, old_tags=change.old_tags):
        enqueue_on_commit("publishing.tasks.deliver_due")
    feeds = hub.feeds_of(row=row, tags=change.tags)
    # Before the hubs' rows: they wait for it.
    purge.plan(
        [*change.tags, *hub.stale_tags(row=row, versions=feeds)],
        paths=filter(None, [change.old_path, row.path]),
        seq=row.seq,
    )
    hub.note_change(row=row, versions=feeds)
    audit.append(
        actor=actor,
        verb=change.event,
        target=row,
        data={"path": row.path, "seq": row.seq, "etag": row.etag},
        chain=f"publishing:{row.unit_path[:8]}",
    )
