"""One published item as a page, for readers and for an editor's preview alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cms.places.zones import zone_of
from publishing.models import PublishedItem
from publishing.selectors import live_items, neighbours
from publishing.site import structured

RELATED = 3


def _related(item: PublishedItem) -> list[PublishedItem]:
    """More of the same officer, else of the same programme or activity. One query."""
    people = item.data.get("people") or []
    if people:
        more = live_items(officer_public_id=people[0]["public_id"])
    elif item.programme:
        more = live_items(programme=item.programme)
    else:
        more = live_items(kind=item.kind, activity=item.activity)
    more = more.exclude(public_id=item.public_id).order_by("-published_at", "-id")
    return list(more[:RELATED])


def context_of(item: PublishedItem, *, preview: bool = False) -> dict[str, Any]:
    """What ``publishing/item*.html`` may name. Three queries; none for a preview.

    The first photo is the lead; everything after it in ``item.data["media"]`` is the gallery.
    """
    english = (get_language() or "id").startswith("en")
    url = structured.absolute(f"/en{item.path}" if english else item.path)
    media = item.data.get("media") or []
    lead = next((m for m in media if m["kind"] == "photo"), None)
    older, newer = (None, None) if preview else neighbours(item)
    return {
        "item": item,
        "lead": lead,
        "gallery": [m for m in media if m is not lead],
        "related": [] if preview else _related(item),
        "older": older,
        "newer": newer,
        "zone": zone_of(item.region_code),
        "url": url,
        "share_image": structured.share_image(item),
        "json_ld": structured.json_ld(item, url),
        "is_preview": preview,
    }


def template_names(item: PublishedItem) -> list[str]:
    """The kind's own template first."""
    return [f"publishing/item_{item.kind}.html", "publishing/item.html"]


def render_item(
    request: HttpRequest, item: PublishedItem, *, preview: bool = False, **extra: Any
) -> HttpResponse:
    """``item`` as a page; ``extra`` goes to the template beside :func:`context_of`."""
    context = context_of(item, preview=preview) | extra
    return render(request, template_names(item), context)
