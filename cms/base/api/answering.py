"""How a resource of the API is answered: prepared bytes with validators, open to every origin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse

from cms.base.addresses import absolute
from cms.base.answers import answer
from cms.base.cursors import Page

JSON = "application/json; charset=utf-8"
READ = ["GET", "HEAD"]


def sparse(document: bytes, names: Collection[str]) -> bytes:
    """The JSON object ``document`` with its members ``names`` alone; whole when there are none."""
    if not names:
        return document
    members = orjson.loads(document)
    return orjson.dumps({name: members[name] for name in names if name in members})


def open_answer(
    request: HttpRequest, body: bytes, *, tags: Iterable[str], modified: datetime | None = None
) -> HttpResponse:
    """``body`` (JSON bytes) for anybody, from any origin; 304 when the reader has it."""
    response = answer(request, body=body, content_type=JSON, tags=tags, modified=modified)
    response["Vary"] = "Authorization, Accept-Encoding"
    return response


def page_body(
    request: HttpRequest,
    name: str,
    documents: Iterable[bytes],
    *,
    page: Page | None = None,
    included: Mapping[str, Any] | None = None,
) -> bytes:
    """One page of a list as JSON: ``documents`` under ``name``, the addresses around ``page``
    (none: this is all), and what is ``included``."""
    return b'{"%s":[%s],"next":%s,"prev":%s%s}' % (
        name.encode(),
        b",".join(documents),
        orjson.dumps(_page_url(request, page.next_cursor if page else None)),
        orjson.dumps(_page_url(request, page.prev_cursor if page else None)),
        b',"included":' + orjson.dumps(included) if included is not None else b"",
    )


def _page_url(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    # Every list refuses a parameter that is named twice.
    query = urlencode({**request.GET.dict(), "cursor": cursor})
    return absolute(f"{request.path}?{query}")
