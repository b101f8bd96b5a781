"""How a resource of the API is answered: prepared bytes with validators, open to every origin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urljoin

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.base.answers import answer

JSON = "application/json; charset=utf-8"
READ = ["GET", "HEAD"]


def open_answer(
    request: HttpRequest, body: bytes, *, tags: Iterable[str], modified: datetime | None = None
) -> HttpResponse:
    """``body`` (JSON bytes) for anybody, from any origin; 304 when the reader has it."""
    response = answer(request, body=body, content_type=JSON, tags=tags, modified=modified)
    return opened(response)


def opened(response: HttpResponse) -> HttpResponse:
    """``response``, readable by pages of any origin."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Authorization, Accept-Encoding"
    return response


def page_body(
    request: HttpRequest,
    name: str,
    documents: Iterable[bytes],
    *,
    next_cursor: str | None,
    prev_cursor: str | None,
) -> bytes:
    """One page of a list as JSON: ``documents`` under ``name``, and the addresses around it."""
    return b'{"%s":[%s],"next":%s,"prev":%s}' % (
        name.encode(),
        b",".join(documents),
        orjson.dumps(_page_url(request, next_cursor)),
        orjson.dumps(_page_url(request, prev_cursor)),
    )


def _page_url(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return urljoin(f"{settings.BASE_URL}/", f"{request.path}?{query.urlencode()}")
