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
from cms.base.cursors import paginate
from cms.base.problem import problem
from publishing.models import ItemState
from publishing.selectors import item_by_public_id, live_items

router = Router(tags=["items"])
ORDERING = ("-published_at", "-id")


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
    items = live_items(
        kind=filters.kind,
        programme=filters.programme,
        activity=filters.activity,
        province_code=filters.province,
        region_code=filters.region,
        officer_public_id=filters.officer,
        query=filters.q,
        heavy=True,
    )
    if since := moment(filters.since, "since"):
        items = items.filter(published_at__gte=since)
    if until := moment(filters.until, "until"):
        items = items.filter(published_at__lt=until)
    page = paginate(
        items.only("id", "published_at", "updated_at", "document"),
        ordering=ORDERING,
        cursor=filters.cursor,
        limit=filters.limit,
    )
    body = page_body(
        request,
        "items",
        (bytes(row.document) for row in page.rows),
        next_cursor=page.next_cursor,
        prev_cursor=page.prev_cursor,
    )
    modified = max((row.updated_at for row in page.rows), default=None)
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
