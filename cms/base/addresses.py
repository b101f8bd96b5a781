"""Whole addresses of what is on this site."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings


def absolute(url: str) -> str:
    """``url`` with scheme and host: paths are on this site."""
    # Nearly every address takes the short way: joining costs more than all else about a feed.
    if url.startswith("/") and not url.startswith("//"):
        return f"{settings.BASE_URL}{url}"
    if url.startswith(("https://", "http://")):
        return url
    return urljoin(f"{settings.BASE_URL}/", url)
