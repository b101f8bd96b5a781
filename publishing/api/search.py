"""Search: items in short, by words, for whoever draws a list of results."""

from __future__ import annotations

import orjson
from ninja import Query, Router
from pydantic import Field

from cms.base.addresses import absolute
from cms.base.api.answering import READ, as_asked, open_answer, page_body
from cms.base.api.asking import check
from cms.base.api.schemas import Paging, answers
from publishing.api.schemas import HitList
from publishing.document import ITEMS, utc
from publishing.finding import Wanted, find

router = Router(tags=["search"])
COLUMNS = (
    "public_id", "kind", "path", "title", "summary", "published_at", "place_line", "lead_image",
)  # fmt: skip


class SearchFilter(Paging):
    """What is looked for."""

    q: str = Field(
        min_length=1,
        max_length=100,
        description="Words that an item holds, all of them; whole words, in any order.",
        examples=["ronda malam"],
    )


@router.api_operation(READ, "/search/", summary="Items by words", response=answers(HitList))
def search(request, filters: Query[SearchFilter]):
    """Items of every kind that hold all words, newest first, without their text."""
    check(request, SearchFilter)
    page = find(
        Wanted(query=filters.q), cursor=filters.cursor, limit=filters.limit, columns=COLUMNS
    )
    results = (orjson.dumps(_hit(row)) for row in page.rows)
    return open_answer(
        request, page_body(as_asked(request), "results", results, page=page), tags=[ITEMS]
    )


def _hit(row: dict) -> dict:
    sources = (row["lead_image"] or {}).get("sources") or []
    smallest = min(sources, key=lambda source: source["width"], default=None)
    return {
        "id": str(row["public_id"]),
        "kind": row["kind"],
        "url": absolute(row["path"]),
        "title": row["title"],
        "summary": row["summary"],
        "published_at": utc(row["published_at"]),
        "place": row["place_line"],
        "image": smallest | {"url": absolute(smallest["url"])} if smallest else None,
    }
