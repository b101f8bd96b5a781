"""Sitemaps and robots.txt."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.base.addresses import ENGLISH, WORKING_ROOMS, absolute
from cms.base.answers import answer
from cms.people.public import OFFICER_LISTS
from publishing.document import ITEMS
from publishing.sitemaps import parts, xml

# Machines have no business there: people who work here, private files, endless questions.
CLOSED = (*WORKING_ROOMS, "/cari/", "/gaya/")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All sitemaps but the news. Two queries."""
    paths = [
        "/sitemap-halaman.xml",
        *(f"/sitemap-terbitan-{part}.xml" for part in parts.item_parts()),
        *(f"/sitemap-petugas-{part}.xml" for part in parts.officer_parts()),
    ]
    return _answer(request, xml.index(paths), [ITEMS, OFFICER_LISTS])


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Pages that are always there. No query."""
    return _answer(request, xml.pages(parts.pages()), ["pages"])


@require_safe
def items(request: HttpRequest, part: str) -> HttpResponse:
    """A thousand items at most. One query."""
    return _part(request, xml.items(parts.items(int(part))), [f"sitemap-items-{part}"])


@require_safe
def officers(request: HttpRequest, part: str) -> HttpResponse:
    """Officers' pages. One query."""
    slugs = parts.officers(int(part))
    return _part(request, xml.pages(f"/bhabinkamtibmas/{slug}/" for slug in slugs), [OFFICER_LISTS])


@require_safe
def news_index(request: HttpRequest) -> HttpResponse:
    """The files of the news sitemap. One query."""
    paths = [f"/sitemap-berita-{part}.xml" for part in parts.news_parts()]
    return _answer(request, xml.index(paths), [ITEMS])


@require_safe
def news(request: HttpRequest, part: str) -> HttpResponse:
    """News of the last 48 hours: a thousand at most, right when there is none. One query."""
    number = int(part)
    rows = parts.news(number)
    if not rows and number not in parts.news_parts():
        raise Http404
    return _answer(request, xml.news(rows), [f"sitemap-news-{part}"])


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where machines may read, and where the sitemaps are."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {prefix}{path}" for path in CLOSED for prefix in ("", ENGLISH)),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        f"Sitemap: {absolute('/sitemap-berita.xml')}",
        "",
    ]
    body = "\n".join(lines).encode()
    return answer(request, body=body, content_type="text/plain; charset=utf-8", tags=["pages"])


def _part(request: HttpRequest, body: bytes, tags: list[str]) -> HttpResponse:
    """A part that holds something; there is no other."""
    if b"<url>" not in body:
        raise Http404
    return _answer(request, body, tags)


def _answer(request: HttpRequest, body: bytes, tags: list[str]) -> HttpResponse:
    return answer(request, body=body, content_type=xml.CONTENT_TYPE, tags=[*tags, "sitemaps"])
