"""``/penghargaan/``: every edition the public may see, and checking a result. One edition is
publishing's own page."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.selectors.public_record import public_record
from cms.base.cursors import paginate
from cms.base.errors import Missing
from publishing.document import item_tag
from publishing.selectors import live_items
from publishing.site.pages import public_page

PAGE_SIZE = 12
STEPS_SHOWN = 100
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
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


@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """``/penghargaan/<slug>/periksa/``: the fingerprints of every step, and whether they hold;
    ``?sidik=`` looks for one. Not found before the announcement."""
    record = public_record(f"/penghargaan/{slug}/")
    if record is None:
        raise Missing(_("Hasil ini belum diumumkan, atau halamannya tidak ada."))
    asked = request.GET.get("sidik", "").strip().lower()[:100]
    is_fingerprint = bool(_FINGERPRINT.fullmatch(asked))
    page = paginate(
        record.steps(),
        ordering=("-number",),
        cursor=request.GET.get("cursor"),
        limit=STEPS_SHOWN,
    )
    context = {
        "record": record,
        "asked": asked,
        "is_fingerprint": is_fingerprint,
        "found": record.number_of(asked) if is_fingerprint else None,
        "steps": page.rows,
        "next_url": f"{request.path}?cursor={page.next_cursor}" if page.next_cursor else "",
        "first_url": request.path if request.GET.get("cursor") else "",
    }
    tags = [item_tag(record.item.public_id)]
    return public_page(request, "awards/check.html", context, tags=tags)
