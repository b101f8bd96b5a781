"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's address: behind a trusted proxy what that proxy saw, which is the last entry of
    X-Forwarded-For; all before it is what the client claims."""
    if settings.BEHIND_PROXY:
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if last:
            return last
    return request.META.get("REMOTE_ADDR", "")
