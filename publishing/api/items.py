"""Items: everything that is published, of every kind; stories are those of one kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from cms.base.answers import Prepared
from cms.base.api.answering import READ, Asked, as_asked, open_answer, page_body, sparse
from cms.base.api.asking import check, named
from cms.base.api.schemas import answers
from cms.base.cursors import Page
from cms.base.problem import problem
from cms.people.directory import officers_by_public_id
from cms.people.public import OFFICER_LISTS, OFFICERS, officer_tag
from cms.places.selectors import place_document, region_facts
from publishing.api.filters import ItemFilter, StoryFilter, change_range, kinds_of, wanted
from publishing.api.schemas import ItemAnswer, ItemDocument, ItemList
from publishing.document import ITEMS, item_tag
from publishing.finding import changed_between, find
from publishing.models import ItemState
from publishing.selectors import item_for_api

router = Router(tags=["items"])
COLUMNS = ("updated_at", "document")
MEMBERS = tuple(ItemDocument.model_fields)
INCLUDES = ("officers", "places", "media")
STORY = ("story",)


class Detail(Schema):
    """How one item is shown."""

    fields: str | None = Field(
        None, max_length=300, description="Members of the item, by commas; all without it."
    )
    include: str | None = Field(
        None, max_length=60, description="`officers`, `places`, `media`, by commas."
    )


@router.api_operation(
    READ, "/items/", summary="Items of every kind, newest first", response=answers(ItemList)
)
def list_items(request, filters: Query[ItemFilter]):
    """Items that match every filter, in pages: `next` and `prev` are the addresses around."""
    check(request, ItemFilter)
    return _open(request, items_page(as_asked(request), filters))


@router.api_operation(
    READ, "/stories/", summary="Stories, newest first", tags=["stories"], response=answers(ItemList)
)
def list_stories(request, filters: Query[StoryFilter]):
    """As items, of kind `story`."""
    check(request, StoryFilter)
    return _open(request, stories_page(as_asked(request), filters))


def items_page(asked: Asked, filters: ItemFilter) -> Prepared:
    """The page of items that ``filters``, which are what ``asked`` says, ask for.

    Raises Invalid for what contradicts itself and for a cursor that is not ours.
    """
    shown = _shown(filters)
    if between := change_range(filters):
        page = changed_between(
            between,
            cursor=filters.cursor,
            limit=filters.limit,
            columns=COLUMNS,
            expressions=_expressions(shown[1]),
        )
    else:
        page = _find(filters, kinds_of(filters), shown[1])
    return _page(asked, page, shown)


def stories_page(asked: Asked, filters: StoryFilter) -> Prepared:
    """As :func:`items_page`, of kind ``story``."""
    shown = _shown(filters)
    return _page(asked, _find(filters, STORY, shown[1]), shown)


@router.api_operation(
    READ,
    "/items/{uuid:public_id}/",
    summary="One item",
    response=answers(ItemAnswer, 404, 410),
)
def get_item(request, public_id: UUID, detail: Query[Detail]):
    """The item; 410 with its state when it was withdrawn or is no longer published."""
    return _detail(request, public_id, detail)


@router.api_operation(
    READ,
    "/stories/{uuid:public_id}/",
    summary="One story",
    tags=["stories"],
    response=answers(ItemAnswer, 404, 410),
)
def get_story(request, public_id: UUID, detail: Query[Detail]):
    """As an item; 404 for one of another kind."""
    return _detail(request, public_id, detail, kinds=STORY)


def _detail(
    request, public_id: UUID, detail: Detail, *, kinds: Collection[str] = ()
) -> HttpResponse:
    check(request, Detail)
    names, includes = _shown(detail)
    row = item_for_api(public_id, _expressions(includes))
    if row is None or (kinds and row["kind"] not in kinds):
        raise Http404
    if row["state"] != ItemState.LIVE:
        return problem(410, _("Terbitan ini tidak lagi tersedia."), code="gone", state=row["state"])
    body, tags = sparse(bytes(row["document"]), names), [item_tag(public_id)]
    if includes:
        included = _included([row], includes)
        if officers := included.get("officers"):
            tags += [OFFICERS, *(officer_tag(officer["id"]) for officer in officers)]
        more = orjson.dumps(included)
        body = (body[:-1] + b"," if len(body) > 2 else b"{") + b'"included":' + more + b"}"
    return open_answer(request, body, tags=tags, modified=row["updated_at"])


def _shown(asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return named(asked.fields, "fields", MEMBERS), named(asked.include, "include", INCLUDES)


def _expressions(includes: Collection[str]) -> dict[str, Any]:
    return {"region_facts": region_facts("region_code")} if "places" in includes else {}


def _find(filters: StoryFilter, kinds: tuple[str, ...], includes: Collection[str]) -> Page:
    return find(
        wanted(filters, kinds=kinds),
        cursor=filters.cursor,
        limit=filters.limit,
        columns=COLUMNS,
        expressions=_expressions(includes),
    )


def _open(request, prepared: Prepared) -> HttpResponse:
    return open_answer(request, prepared.body, tags=prepared.tags, modified=prepared.modified)


def _page(asked: Asked, page: Page, shown: tuple[tuple[str, ...], tuple[str, ...]]) -> Prepared:
    names, includes = shown
    documents = (sparse(row["document"], names) for row in page.rows)
    included = _included(page.rows, includes) if includes else None
    body = page_body(asked, "items", documents, page=page, included=included)
    modified: datetime | None = max((row["updated_at"] for row in page.rows), default=None)
    tags = [ITEMS, OFFICER_LISTS] if "officers" in includes else [ITEMS]
    return Prepared(body, tags, modified)


def _included(rows: list[Mapping], includes: Collection[str]) -> dict[str, list]:
    """What ``includes`` name of ``rows``, each once. One query for officers, none for others."""
    read = [orjson.loads(row["document"]) for row in rows]
    found: dict[str, list] = {}
    if "officers" in includes:
        found["officers"] = officers_by_public_id(
            {person["id"] for item in read for person in item["people"]}
        )
    if "places" in includes:
        facts = {
            row["region_facts"]["code"]: row["region_facts"] for row in rows if row["region_facts"]
        }
        found["places"] = [place_document(facts[code]) for code in sorted(facts)]
    if "media" in includes:
        found["media"] = list(
            {
                media["id"]: media
                | {
                    "item": {name: item[name] for name in ("id", "title", "url")},
                    "published_at": item["published_at"],
                }
                for item in read
                for media in item["media"]
            }.values()
        )
    return found
