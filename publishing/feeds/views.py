"""The feeds themselves, for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.base.answers import answer
from publishing.feeds import atom, jsonfeed, rss, spec
from publishing.feeds.document import FeedDocument
from publishing.models import PublishedItem
from publishing.services import feeds

LANGUAGE = "id"
WRITERS = {writer.EXTENSION: writer for writer in (rss, atom, jsonfeed)}
# Readers ask again soon, in case of a takedown; caches that we can purge keep it for a month.
ARCHIVE_CACHE_CONTROL = (
    "public, max-age=300, s-maxage=2592000, stale-while-revalidate=60, stale-if-error=86400"
)


@require_safe
def feed(request: HttpRequest, address: str, extension: str) -> HttpResponse:
    """The current document of a feed in one format. Two queries when nothing changed."""
    found, writer = _known(address, extension)
    # A feed has one language, whatever the address it was asked for under.
    with translation.override(LANGUAGE):
        document, _rows, modified = feeds.current_document(found)
        body = writer.write(document)
    response = answer(
        request,
        body=body,
        content_type=writer.CONTENT_TYPE,
        tags=[found.tag, "feeds"],
        modified=modified,
    )
    return _with_links(response, document, extension)


@require_safe
def archive_view(request: HttpRequest, address: str, number: str, extension: str) -> HttpResponse:
    """An archive of a feed in one format. Two queries when nothing changed."""
    found, writer = _known(address, extension)
    with translation.override(LANGUAGE):
        result = feeds.archive_document(found, int(number))
        if result is None:
            raise Http404
        document, rows, modified = result
        body = writer.write(document)
    response = answer(
        request,
        body=body,
        content_type=writer.CONTENT_TYPE,
        tags=_archive_tags(document, rows),
        modified=modified,
    )
    response["Cache-Control"] = ARCHIVE_CACHE_CONTROL
    return _with_links(response, document, extension)


def _known(address: str, extension: str):
    found, writer = spec.find(address), WRITERS.get(extension)
    if found is None or writer is None:
        raise Http404
    return found, writer


def _archive_tags(document: FeedDocument, rows: list[PublishedItem]) -> list[str]:
    """What changes an archive: its items, and whatever moves into it (see ``services.hub``)."""
    own = feeds.archive_tag(document.address, document.number)
    return ["feed-archives", own, *(f"item-{row.public_id}" for row in rows)]


def _with_links(response: HttpResponse, document: FeedDocument, extension: str) -> HttpResponse:
    links = [f'<{url}>; rel="{relation}"' for relation, url in document.links(extension)]
    response["Link"] = ", ".join(links)
    return response
