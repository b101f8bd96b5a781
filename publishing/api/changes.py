"""Changes: what a follower of everything reads, tombstones included."""

from __future__ import annotations

from ninja import Query, Router, Schema
from pydantic import Field

from cms.base.api.answering import READ, open_answer
from cms.base.api.asking import check
from cms.base.api.schemas import answers
from publishing.api.schemas import ChangeList
from publishing.document import ITEMS
from publishing.models import PublishedItem

router = Router(tags=["changes"])


class ChangeFilter(Schema):
    """Where a follower of changes stands."""

    since: int = Field(
        0, ge=0, lt=2**63, description="`last_seq` of the answer before; 0 for everything."
    )
    limit: int = Field(100, ge=1, le=500, description="How many at most.")


@router.api_operation(
    READ, "/changes/", summary="What changed since a number", response=answers(ChangeList)
)
def list_changes(request, filters: Query[ChangeFilter]):
    """Every item that changed after `since`, in order, tombstones included."""
    check(request, ChangeFilter)
    rows = list(
        PublishedItem.objects.filter(seq__gt=filters.since)
        .order_by("seq")
        .values_list("seq", "state", "document")[: filters.limit + 1]
    )
    has_more = len(rows) > filters.limit
    rows = rows[: filters.limit]
    changes = b",".join(
        b'{"seq":%d,"state":"%s","item":%s}' % (seq, state.encode(), document)
        for seq, state, document in rows
    )
    last = rows[-1][0] if rows else filters.since
    body = b'{"changes":[%s],"last_seq":%d,"has_more":%s}' % (
        changes,
        last,
        b"true" if has_more else b"false",
    )
    return open_answer(request, body, tags=[ITEMS])
