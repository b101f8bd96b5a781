"""What a reader asks a page for."""

from __future__ import annotations

import re

from django.http import HttpRequest

QUERY_MAX = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


def asked_words(request: HttpRequest) -> str:
    """The words of ``?q=``, without control characters, at most QUERY_MAX characters."""
    return " ".join(_CONTROL.sub(" ", request.GET.get("q", ""))[:QUERY_MAX].split())
