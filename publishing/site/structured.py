"""The same facts for machines: JSON-LD of an item (schema.org)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static

from cms.base.addresses import absolute
from publishing.models import PublishedItem

# schema.org types by kind; anything else is an Article.
_TYPES = {"story": "NewsArticle"}


def share_image(item: PublishedItem) -> dict[str, Any] | None:
    """The picture that other sites should show, with a full address: the item's own share card,
    else the widest JPEG up to 1,600 px."""
    card = ((item.data or {}).get("extra") or {}).get("share_card")
    if card:
        return {**card, "url": absolute(card["url"]), "alt": item.title}
    lead = item.lead_image or {}
    jpegs = [s for s in lead.get("sources", ()) if s["content_type"] == "image/jpeg"]
    if not jpegs:
        return None
    fitting = [s for s in jpegs if s["width"] <= 1600] or jpegs
    best = max(fitting, key=lambda source: source["width"])
    return {**best, "url": absolute(best["url"]), "alt": lead.get("alt", "")}


def json_ld(item: PublishedItem, url: str) -> dict[str, Any]:
    """The item as schema.org sees it."""
    publisher = {
        "@type": "Organization",
        "name": settings.SITE_NAME,
        "url": settings.BASE_URL,
        "logo": {"@type": "ImageObject", "url": absolute(static("cms/img/touch.png"))},
    }
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(item.kind, "Article"),
        "headline": item.title[:110],
        "description": item.summary,
        "inLanguage": item.language,
        "datePublished": item.published_at.isoformat(),
        "dateModified": item.updated_at.isoformat(),
        "mainEntityOfPage": url,
        "author": {"@type": "Organization", "name": item.unit_name or settings.SITE_NAME},
        "publisher": publisher,
    }
    if image := share_image(item):
        data["image"] = [image["url"]]
    if item.place_line:
        data["contentLocation"] = {"@type": "Place", "name": item.place_line}
    if corrections := item.data.get("corrections"):
        data["correction"] = [
            {"@type": "CorrectionComment", "text": one["note"], "datePublished": one["at"]}
            for one in corrections
        ]
    if people := item.data.get("people"):
        data["about"] = [{"@type": "Person", "name": person["name"]} for person in people]
    return data
