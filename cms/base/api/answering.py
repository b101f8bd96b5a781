"""How a resource of the API is answered: prepared bytes with validators, open to every origin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlencode

import orjson
from django.http import HttpRequest, HttpResponse

from cms.base.addresses import absolute
from cms.base.answers import answer
from cms.base.cursors import Page

JSON = "application/json; charset=utf-8"
READ = ["GET", "HEAD"]
_PLAIN = re.compile(r"[A-Za-z0-9_.~:-]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as it was asked for: the addresses of its other pages are made of this. No parameter
    is named twice; every list refuses that."""

    path: str
    query: Mapping[str, str]


def as_asked(request: HttpRequest) -> Asked:
    """What ``request`` asks for."""
    return Asked(request.path, request.GET.dict())


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
    asked: Asked,
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
        orjson.dumps(_page_url(asked, page.next_cursor if page else None)),
        orjson.dumps(_page_url(asked, page.prev_cursor if page else None)),
        b',"included":' + orjson.dumps(included) if included is not None else b"",
    )


def _page_url(asked: Asked, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = urlencode({**asked.query, "cursor": cursor}, quote_via=_quoted)
    return absolute(f"{asked.path}?{query}")


def _quoted(text: str, *arguments: str | None) -> str:
    # Nearly all are words or cursors; looking at each of their letters costs more than the rest.
    return text.replace(":", "%3A") if _PLAIN.fullmatch(text) else quote_plus(text, *arguments)
