"""Items: everything that is published, of every kind."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from cms.base.api.answering import READ, open_answer, opened, page_body
from cms.base.api.asking import check, moment
from cms.base.problem import problem
from publishing.finding import Wanted, find
from publishing.models import ItemState
from publishing.selectors import item_by_public_id

router = Router(tags=["items"])
COLUMNS = ("updated_at", "document")


class ItemFilter(Schema):
    """What a list of items may be narrowed by."""

    kind: str | None = Field(None, max_length=20)
    programme: str | None = Field(None, max_length=60)
    activity: str | None = Field(None, max_length=60)
    province: str | None = Field(None, pattern=r"^\d\d$")
    region: str | None = Field(None, pattern=r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$")
    officer: UUID | None = None
    since: datetime | None = Field(None, description="published at or after")
    until: datetime | None = Field(None, description="published before")
    q: str | None = Field(None, max_length=100)
    cursor: str | None = Field(None, max_length=500)
    limit: int = Field(20, ge=1, le=100)


@router.api_operation(READ, "/items/", summary="Public items, newest first")
def list_items(request, filters: Query[ItemFilter]):
    """Items that match every filter, in pages: ``next`` is the address of the next one."""
    check(request, ItemFilter)
    wanted = Wanted(
        kinds=(filters.kind,) if filters.kind else (),
        programme=filters.programme,
        activity=filters.activity,
        region=filters.region or filters.province,
        officer=filters.officer,
        query=filters.q,
        since=moment(filters.since, "since"),
        until=moment(filters.until, "until"),
    )
    page = find(wanted, cursor=filters.cursor, limit=filters.limit, columns=COLUMNS)
    body = page_body(
        request,
        "items",
        (row["document"] for row in page.rows),
        next_cursor=page.next_cursor,
        prev_cursor=page.prev_cursor,
    )
    modified = max((row["updated_at"] for row in page.rows), default=None)
    return open_answer(request, body, tags=["items"], modified=modified)


@router.api_operation(READ, "/items/{uuid:public_id}/", summary="One public item")
def get_item(request, public_id: UUID):
    """The item; 410 with its tombstone when it was withdrawn or is no longer published."""
    check(request)
    item = item_by_public_id(public_id)
    if item is None:
        raise Http404
    if item.state != ItemState.LIVE:
        gone = problem(410, _("Terbitan ini tidak lagi tersedia."), code="gone", state=item.state)
        return opened(gone)
    return open_answer(
        request, bytes(item.document), tags=item.cache_tags.split(), modified=item.updated_at
    )
