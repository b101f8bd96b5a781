"""How a public page is answered: the same bytes for everyone, so anybody may keep them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.base.answers import answer


def public_page(
    request: HttpRequest,
    template: str | list[str],
    context: dict[str, Any],
    *,
    tags: Iterable[str],
    modified: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """``template`` with validators and cache headers under ``tags``; 304 when the reader has it.

    The page must not depend on who asks: no name, no message, no form with a token.
    """
    body = render(request, template, context).content
    kind = "text/html; charset=utf-8"
    return answer(
        request, body=body, content_type=kind, tags=tags, modified=modified, status=status
    )
