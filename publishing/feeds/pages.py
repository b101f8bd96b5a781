"""The feeds for people: a page that lists them all and finds one, and a page for each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing.feeds.opml import inside
from publishing.feeds.spec import FeedSpec, all_families, all_specs, find
from publishing.services.feeds import newest_items
from publishing.site.asking import asked_words
from publishing.site.pages import public_page

FOUND_MOST = 12
SHOWN = 10
_PROVINCE = "provinsi/"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every feed: the single ones and small families whole, the others by a question."""
    query = asked_words(request)
    groups = []
    for family in all_families():
        members = family.search(query, FOUND_MOST) if query else family.members()
        if specs := [family.spec(member) for member in members]:
            groups.append((family, specs))
    context = {
        "query": query,
        "opml_url": reverse("feeds:opml"),
        "single": [] if query else all_specs(),
        "groups": groups,
    }
    return public_page(request, "publishing/feeds.html", context, tags=["feeds"])


@require_safe
def one(request: HttpRequest, address: str) -> HttpResponse:
    """One feed as a page: its addresses, how to follow it, what is in it now."""
    spec = find(address)
    if spec is None:
        raise Http404
    province = address.removeprefix(_PROVINCE) if address.startswith(_PROVINCE) else ""
    items = newest_items(spec, limit=SHOWN)
    context = {
        "feed": spec,
        "own_feeds": [spec],
        "formats": formats_of(spec),
        "items": items,
        "inside": list(inside(province)) if province else [],
        "opml_url": reverse("feeds:opml_province", args=[province]) if province else "",
    }
    return public_page(request, "publishing/feed.html", context, tags=[spec.tag, "feeds"])


def formats_of(spec: FeedSpec) -> list[tuple[str, str]]:
    """(name, path) of each format of ``spec``."""
    names = (("RSS", "rss"), ("Atom", "atom"), ("JSON Feed", "json"))
    return [(name, f"/feeds/{spec.slug}.{extension}") for name, extension in names]
