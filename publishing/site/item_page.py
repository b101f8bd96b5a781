"""One published item as a page, for readers and for an editor's preview alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.base.addresses import absolute, is_english, localized
from cms.people.selectors import portraits_of
from cms.places.zones import zone_of
from publishing import document
from publishing.item import PublicItem
from publishing.models import PublishedItem
from publishing.selectors import live_items, neighbours
from publishing.site import structured

RELATED = 3


def _related(item: PublishedItem) -> list[PublishedItem]:
    """More of the same officer first, then what is near. Two queries."""
    near = neighbours(item, limit=RELATED)
    people = item.data.get("people") or []
    if not people:
        return near
    same = live_items(officer_public_id=people[0]["public_id"]).exclude(public_id=item.public_id)
    found = {other.pk: other for other in same.order_by("-published_at", "-id")[:RELATED]}
    return list((found | {o.pk: o for o in near if o.pk not in found}).values())[:RELATED]


def row_of(item: PublicItem) -> PublishedItem:
    """``item`` as the row it would become, not saved: for previews."""
    return PublishedItem(public_id=item.public_id, **document.columns(document.clean(item)))


def _lead_and_gallery(item: PublishedItem) -> tuple[dict | None, list[dict]]:
    """The picture on top and what comes after the text; nothing that the text shows itself."""

    def in_body(media: dict) -> bool:
        files = [*media["sources"], *([media["poster"]] if media.get("poster") else [])]
        return any(source["url"] in item.body_html for source in files)

    everything = item.data.get("media") or []
    chosen = (item.data.get("extra") or {}).get("lead_photo")
    outside = [media for media in everything if not in_body(media)]
    lead = next((m for m in everything if chosen and m["public_id"] == chosen), None)
    lead = lead or next((m for m in outside if m["kind"] == "photo"), None)
    return lead, [media for media in outside if media is not lead]


def people_of(item: PublishedItem) -> list[dict[str, Any]]:
    """The officers of ``item``, each with the ``portrait`` that is public now, or None. One query,
    none without officers."""
    people = item.data.get("people") or []
    portraits = portraits_of([person["public_id"] for person in people])
    return [person | {"portrait": portraits.get(person["public_id"])} for person in people]


def context_of(item: PublishedItem, *, preview: bool = False) -> dict[str, Any]:
    """What ``publishing/item*.html`` may name. Three queries; one for a preview."""
    url = absolute(localized(item.path, english=is_english()))
    lead, gallery = _lead_and_gallery(item)
    return {
        "item": item,
        "people": people_of(item),
        "lead": lead,
        "gallery": gallery,
        "related": [] if preview else _related(item),
        "zone": zone_of(item.region_code),
        "url": url,
        "share_image": structured.share_image(item),
        "json_ld": structured.json_ld(item, url),
        "is_preview": preview,
    }


def template_names(item: PublishedItem) -> list[str]:
    """The kind's own template first."""
    return [f"publishing/item_{item.kind}.html", "publishing/item.html"]


def render_preview(request: HttpRequest, item: PublicItem, **extra: Any) -> HttpResponse:
    """What a reader would get of ``item``, for its editor: marked as a preview, never kept."""
    row = row_of(item)
    response = render(request, template_names(row), context_of(row, preview=True) | extra)
    response["Cache-Control"] = "private, no-store"
    return response
