"""The feeds, and the page that lists them."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from publishing.answers import CACHE_CONTROL, answer
from publishing.feeds import jsonfeed, rss
from publishing.feeds.document import build
from publishing.feeds.spec import all_specs, find
from publishing.selectors import live_items

ENTRIES = 50
WRITERS = {writer.EXTENSION: writer for writer in (rss, jsonfeed)}


@require_safe
def feed(request, slug: str, extension: str):
    """One feed in one format: the newest items, one query."""
    spec, writer = find(slug), WRITERS.get(extension)
    if spec is None or writer is None:
        raise Http404
    rows = list(
        live_items(kind=spec.kind, heavy=True)
        .defer("document")
        .order_by("-published_at", "-id")[:ENTRIES]
    )
    # A feed has one language, whatever the address it was asked for under.
    with translation.override("id"):
        document = build(spec, rows)
        body = writer.write(document)
    return answer(
        request,
        body=body,
        content_type=writer.CONTENT_TYPE,
        tags=document.tags,
        modified=document.updated,
    )


@require_safe
def index(request):
    """Every feed there is, for people."""
    response = render(request, "publishing/feeds.html", {"feeds": all_specs()})
    response["Cache-Control"] = CACHE_CONTROL
    return response
