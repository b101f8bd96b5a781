"""Programmes, activities and topics: those that live items use."""

from __future__ import annotations

from urllib.parse import urlencode

import orjson
from ninja import Router

from cms.base.addresses import absolute
from cms.base.api.answering import READ, as_asked, open_answer, page_body
from cms.base.api.asking import check
from cms.base.api.schemas import answers
from publishing import tallies
from publishing.api.schemas import TermList
from publishing.document import ITEMS

router = Router(tags=["terms"])


@router.api_operation(READ, "/programmes/", summary="Programmes", response=answers(TermList))
def list_programmes(request):
    """Programmes of live items, most used first; counted every few minutes."""
    return _terms(request, "programme")


@router.api_operation(READ, "/activities/", summary="Activities", response=answers(TermList))
def list_activities(request):
    """Activities of live items, most used first; counted every few minutes."""
    return _terms(request, "activity")


@router.api_operation(READ, "/topics/", summary="Topics", response=answers(TermList))
def list_topics(request):
    """Topics of live items, most used first; counted every few minutes."""
    return _terms(request, "topic")


def _terms(request, field: str):
    check(request)
    documents = (
        orjson.dumps(
            {
                "slug": tally.slug,
                "name": tally.name,
                "count": tally.count,
                "items_url": absolute(f"/api/v1/items/?{urlencode({field: tally.slug})}"),
            }
        )
        for tally in tallies.of(field)[field]
    )
    return open_answer(request, page_body(as_asked(request), "terms", documents), tags=[ITEMS])
