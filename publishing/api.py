"""The public API, read side: prepared documents from the read model, never serialised again."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import orjson
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from cms.base.cursors import paginate
from cms.base.errors import Invalid
from cms.base.problem import problem
from publishing.answers import answer
from publishing.document import absolute
from publishing.models import ItemState, PublishedItem
from publishing.selectors import item_by_public_id, live_items

router = Router(tags=["items"])
JSON = "application/json; charset=utf-8"
ORDERING = ("-published_at", "-id")
READ = ["GET", "HEAD"]


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


class ChangeFilter(Schema):
    """Where a follower of changes stands."""

    since: int = Field(0, ge=0, lt=2**63, description="the last seq seen")
    limit: int = Field(100, ge=1, le=500)


def _check(request, schema: type[Schema] | None) -> None:
    """Refuse what we do not understand instead of ignoring it. Raises Invalid (422)."""
    known = set(schema.model_fields) if schema else set()
    unknown = sorted(set(request.GET) - known)
    if unknown:
        raise Invalid(
            _("Parameter tidak dikenal: %(names)s.") % {"names": ", ".join(unknown)[:200]},
            fields={name[:60]: _("tidak dikenal") for name in unknown[:20]},
        )
    if any("\x00" in value for values in request.GET.lists() for value in values[1]):
        raise Invalid(_("Parameter memuat karakter yang tidak diperbolehkan."))


def _refuse_credentials(request):
    """A presented token is never silently taken for an anonymous reader."""
    if request.headers.get("Authorization"):
        refusal = problem(401, _("Token tidak berlaku."), code="bad-token")
        refusal["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return refusal
    return None


def _open(response):
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Authorization, Accept-Encoding"
    return response


@router.api_operation(READ, "/items/", summary="Public items, newest first")
def list_items(request, filters: Query[ItemFilter]):
    """Items that match every filter, in pages: ``next`` is the address of the next one."""
    if refusal := _refuse_credentials(request):
        return refusal
    _check(request, ItemFilter)
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
    if filters.since:
        items = items.filter(published_at__gte=_zoned(filters.since, "since"))
    if filters.until:
        items = items.filter(published_at__lt=_zoned(filters.until, "until"))
    page = paginate(
        items.only("id", "published_at", "updated_at", "document"),
        ordering=ORDERING,
        cursor=filters.cursor,
        limit=filters.limit,
    )
    following = orjson.dumps(_next_url(request, page.next_cursor))
    documents = b",".join(bytes(row.document) for row in page.rows)
    return _open(
        answer(
            request,
            body=b'{"items":[' + documents + b'],"next":' + following + b"}",
            content_type=JSON,
            tags=["items"],
            modified=max((row.updated_at for row in page.rows), default=None),
        )
    )


def _zoned(moment: datetime, name: str) -> datetime:
    if moment.tzinfo is None:
        raise Invalid(
            _("Waktu harus menyebut zona, misalnya 2026-11-23T08:00:00+07:00."),
            fields={name: _("tanpa zona")},
        )
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise Invalid(
            _("Waktu di luar jangkauan."), fields={name: _("di luar jangkauan")}
        ) from None


def _next_url(request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return absolute(f"{request.path}?{query.urlencode()}")


@router.api_operation(READ, "/items/{uuid:public_id}/", summary="One public item")
def get_item(request, public_id: UUID):
    """The item; 410 with its tombstone when it was withdrawn or is no longer published."""
    if refusal := _refuse_credentials(request):
        return refusal
    _check(request, None)
    item = item_by_public_id(public_id)
    if item is None:
        raise Http404
    if item.state != ItemState.LIVE:
        gone = problem(410, _("Terbitan ini tidak lagi tersedia."), code="gone", state=item.state)
        return _open(gone)
    return _open(
        answer(
            request,
            body=bytes(item.document),
            content_type=JSON,
            tags=item.cache_tags.split(),
            modified=item.updated_at,
        )
    )


@router.api_operation(READ, "/changes/", summary="What changed since a number")
def list_changes(request, filters: Query[ChangeFilter]):
    """Every item that changed after ``since``, in order, tombstones included."""
    if refusal := _refuse_credentials(request):
        return refusal
    _check(request, ChangeFilter)
    rows = list(
        PublishedItem.objects.filter(seq__gt=filters.since)
        .order_by("seq")
        .only("seq", "state", "document")[: filters.limit]
    )
    changes = b",".join(
        b'{"seq":%d,"state":"%s","item":%s}' % (row.seq, row.state.encode(), bytes(row.document))
        for row in rows
    )
    last = rows[-1].seq if rows else filters.since
    body = b'{"changes":[' + changes + b'],"last_seq":%d}' % last
    return _open(answer(request, body=body, content_type=JSON, tags=["items"]))
