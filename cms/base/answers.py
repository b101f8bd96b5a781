"""One way to answer the public with prepared bytes: validators, cache headers, 304."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

CACHE_CONTROL = "public, max-age=30, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"


def answer(
    request: HttpRequest,
    *,
    body: bytes,
    content_type: str,
    tags: Iterable[str],
    modified: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """``body`` with a strong ETag made from its bytes, Last-Modified, cache headers and tags; or
    304 when the reader has it already.

    Only the ETag decides that: a list whose newest item was withdrawn, or an item whose picture
    was redacted, changes while its date does not.
    """
    etag = f'"{hashlib.sha256(body).hexdigest()[:40]}"'
    response = HttpResponse(body, content_type=content_type, status=status)
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    response["Cache-Tag"] = ",".join(dict.fromkeys(tags))
    if modified is not None:
        response["Last-Modified"] = format_datetime(_whole_second(modified), usegmt=True)
    if status != 200:
        return response
    return get_conditional_response(request, etag=etag, response=response)


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
