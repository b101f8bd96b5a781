"""``/penghargaan/``: every edition the public may see. One edition is publishing's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.base.cursors import paginate
from publishing.selectors import live_items
from publishing.site.caching import public_page, tag

PAGE_SIZE = 12
NEWEST_FIRST = ("-published_at", "-id")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Editions, the newest news first."""
    cursor = request.GET.get("cursor")
    page = paginate(live_items(kind="award"), ordering=NEWEST_FIRST, cursor=cursor, limit=PAGE_SIZE)
    context = {
        "items": page.rows,
        "next_url": f"?cursor={page.next_cursor}" if page.next_cursor else "",
        "first_url": request.path if cursor else "",
    }
    newest = max((item.updated_at for item in page.rows), default=None)
    response = render(request, "awards/index.html", context)
    return tag(response, ["items", "kind-award"], changed_at=newest)
