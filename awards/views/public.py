"""``/penghargaan/``: every edition the public may see. One edition is publishing's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.base.cursors import paginate
from publishing.selectors import live_items
from publishing.site.pages import public_page

PAGE_SIZE = 12
NEWEST_FIRST = ("-published_at", "-id")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Editions, the newest news first."""
    cursor = request.GET.get("cursor")
    page = paginate(live_items(kind="award"), ordering=NEWEST_FIRST, cursor=cursor, limit=PAGE_SIZE)
    context = {
        "items": page.rows,
        "next_url": f"{request.path}?cursor={page.next_cursor}" if page.next_cursor else "",
        "first_url": request.path if cursor else "",
    }
    newest = max((item.updated_at for item in page.rows), default=None)
    return public_page(request, "awards/index.html", context, tags=["kind-award"], modified=newest)
