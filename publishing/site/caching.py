"""Headers of pages that are the same for everyone, and so may be kept by anybody in between."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

CACHE_CONTROL = "public, max-age=30, s-maxage=300, stale-while-revalidate=60"


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer GET and HEAD of ``view`` with cache headers, a strong ETag, and 304 where it fits.

    The ETag is of the bytes, so a new template or a withdrawn neighbour changes it. Only it
    decides about 304: Last-Modified is told but cannot see that a neighbour was withdrawn.
    A page that asked who the reader is is left alone.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Tag") or response.streaming:
            return response
        response["Cache-Control"] = CACHE_CONTROL
        if response.status_code != 200:
            return response
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match"):
            return get_conditional_response(request, etag=response["ETag"], response=response)
        return response

    return require_safe(answer)


def tag(
    response: HttpResponse, tags: Iterable[str], *, changed_at: datetime | None = None
) -> HttpResponse:
    """Mark ``response`` as public under ``tags``, last changed at ``changed_at``."""
    response["Cache-Tag"] = " ".join(dict.fromkeys(tags))
    if changed_at:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    return response
