"""Sitemaps as XML (sitemaps.org 0.9, with languages, pictures, films and news)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from django.conf import settings

from cms.base.addresses import absolute, localized
from cms.base.html import clean_text

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NAMES = (
    f'xmlns="{_SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
)
_NEWS_NAMES = f'xmlns="{_SITEMAP}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGES_MOST = 1_000
TITLE_MOST = 100
DESCRIPTION_MOST = 2_048
DURATION_MOST_S = 28_800


def index(paths: Iterable[str]) -> bytes:
    """A sitemap index of the files at ``paths``."""
    entries = "".join(f"<sitemap><loc>{_loc(path)}</loc></sitemap>\n" for path in paths)
    return f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{entries}</sitemapindex>\n'.encode()


def pages(paths: Iterable[str]) -> bytes:
    """Pages without a date, each in both languages."""
    return _urlset(entry for path in paths for entry in _both(path, ""))


def items(rows: Iterable[dict]) -> bytes:
    """Items in both languages, with their pictures and films. A row that cannot be read is left
    out and logged."""
    return _urlset(entry for row in rows for entry in _item(row))


def news(rows: Iterable[dict]) -> bytes:
    """News, for machines that want to know within minutes."""
    return _urlset((_news(row) for row in rows), names=_NEWS_NAMES)


def _urlset(entries: Iterable[str], names: str = _NAMES) -> bytes:
    return "".join([_HEAD, f"<urlset {names}>\n", *entries, "</urlset>\n"]).encode()


def _item(row: dict) -> Iterable[str]:
    try:
        media = "".join(_media(row))
    except (AttributeError, KeyError, TypeError, ValueError):
        log.exception("item %s cannot be read and is left out of the sitemap", row["pk"])
        return ()
    return _both(row["path"], f"<lastmod>{_date(row['updated_at'])}</lastmod>", media)


def _both(path: str, details: str, media: str = "") -> list[str]:
    """One entry a language, each naming the other; pictures and films are said once."""
    english = localized(path, english=True)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{_loc(address)}"/>'
        for language, address in (("id", path), ("en", english), ("x-default", path))
    )
    return [
        f"<url><loc>{_loc(path)}</loc>{details}{others}{media}</url>\n",
        f"<url><loc>{_loc(english)}</loc>{details}{others}</url>\n",
    ]


def _media(row: dict) -> Iterable[str]:
    everything = [m for m in row["data"].get("media") or [] if m["sources"]]
    photos = [media for media in everything if media["kind"] == "photo"]
    for media in photos[:IMAGES_MOST]:
        known = [s for s in media["sources"] if s["content_type"] == "image/jpeg"]
        best = max(known or media["sources"], key=lambda source: source["width"])
        yield f"<image:image><image:loc>{_loc(best['url'])}</image:loc></image:image>"
    for media in everything:
        if media["kind"] == "video" and media.get("poster"):
            yield _video(row, media)


def _video(row: dict, media: dict) -> str:
    best = max(media["sources"], key=lambda source: source["width"])
    title = media.get("caption") or media.get("alt") or row["title"]
    duration = round(media.get("duration_s") or 0)
    length = (
        f"<video:duration>{duration}</video:duration>" if 0 < duration <= DURATION_MOST_S else ""
    )
    return (
        f"<video:video><video:thumbnail_loc>{_loc(media['poster']['url'])}</video:thumbnail_loc>"
        f"<video:title>{_text(title, TITLE_MOST)}</video:title>"
        f"<video:description>{_text(row['summary'] or row['title'], DESCRIPTION_MOST)}"
        f"</video:description><video:content_loc>{_loc(best['url'])}</video:content_loc>"
        f"{length}</video:video>"
    )


def _news(row: dict) -> str:
    return (
        f"<url><loc>{_loc(row['path'])}</loc><news:news><news:publication>"
        f"<news:name>{_text(settings.SITE_NAME)}</news:name>"
        f"<news:language>{_text(row['language'])}</news:language></news:publication>"
        f"<news:publication_date>{_date(row['published_at'])}</news:publication_date>"
        f"<news:title>{_text(row['title'])}</news:title></news:news></url>\n"
    )


def _loc(path: str) -> str:
    return _text(absolute(path))


def _text(text: str, most: int | None = None) -> str:
    return escape(clean_text(text)[:most])


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
