"""RSS 2.0 by feedgen, with Media RSS, podcast tags and feed links of our own.

What feedgen cannot do is added here: more than one picture, integer sizes, authors by name,
``hub`` and archive links, the podcast tags of newer days. Dates are ours too, since feedgen stamps
the present moment where none is given and writes each one through the locale of the whole process.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import unescape

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from publishing.feeds import media_rss, stylesheet
from publishing.feeds.document import FeedDocument, FeedEntry

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
EXTENSION = "rss"
MEDIA_TYPE = "application/rss+xml"
DC_NS = "http://purl.org/dc/elements/1.1/"
ATOM_NS = "http://www.w3.org/2005/Atom"
HISTORY_NS = "http://purl.org/syndication/history/1.0"
ITUNES_NS = "http://www.itunes.com/dtds/podcast-1.0.dtd"
TTL_MINUTES = 5
_NO_MARKUP = str.maketrans("<>", "‹›")
_ENCLOSED_FIRST = {"video": 0, "audio": 1, "photo": 2}


class _Feed(FeedGenerator):
    """A generator without a moment of its own."""

    def __init__(self):
        super().__init__()
        # No public way leads to "no date", and any date would pass through setlocale().
        self._FeedGenerator__rss_lastBuildDate = None


class _Channel(BaseExtension):
    """Dates, links and podcast tags of the channel."""

    document: FeedDocument

    def extend_ns(self):
        return {
            "media": media_rss.NAMESPACE,
            "dc": DC_NS,
            "atom": ATOM_NS,
            "fh": HISTORY_NS,
            "itunes": ITUNES_NS,
            "xhtml": stylesheet.XHTML_NS,
        }

    def extend_rss(self, feed):
        channel, document = feed[0], self.document
        _child(channel, None, "lastBuildDate", _date(document.updated))
        for relation, url in document.links(EXTENSION)[1:]:
            link = etree.SubElement(channel, f"{{{ATOM_NS}}}link", rel=relation, href=url)
            if relation != "hub":
                link.set("type", MEDIA_TYPE)
        if document.number:
            etree.SubElement(channel, f"{{{HISTORY_NS}}}archive")
        if document.is_podcast:
            _child(channel, ITUNES_NS, "author", document.title)
            _child(channel, ITUNES_NS, "summary", document.description)
            _child(channel, ITUNES_NS, "explicit", "false")
            _child(channel, ITUNES_NS, "type", "episodic")
            etree.SubElement(channel, f"{{{ITUNES_NS}}}category", text="News")
            etree.SubElement(channel, f"{{{ITUNES_NS}}}image", href=stylesheet.cover_url())
        channel.append(stylesheet.link_for_people(document))
        return feed


class _Item(BaseEntryExtension):
    """Dates, authors, every picture, film and recording of an item."""

    entry: FeedEntry
    is_podcast: bool

    def extend_rss(self, item):
        entry = self.entry
        _child(item, None, "pubDate", _date(entry.published))
        for author in entry.authors:
            _child(item, DC_NS, "creator", author.name)
        _child(item, DC_NS, "language", entry.language)
        _child(item, ATOM_NS, "updated", entry.updated.isoformat())
        for media in entry.media:
            media_rss.add(item, media)
        if self.is_podcast:
            self._episode(item)
        return item

    def _episode(self, item):
        film = _enclosed(self.entry)
        if film is None:
            return
        _child(item, ITUNES_NS, "title", self.entry.title)
        _child(item, ITUNES_NS, "explicit", "false")
        _child(item, ITUNES_NS, "episodeType", "full")
        if film.duration_s:
            _child(item, ITUNES_NS, "duration", str(round(film.duration_s)))
        if film.thumbnail:
            etree.SubElement(item, f"{{{ITUNES_NS}}}image", href=film.thumbnail.url)


def _child(parent, namespace: str | None, name: str, text: str):
    element = etree.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name)
    element.text = text
    return element


def _date(moment: datetime) -> str:
    """RFC 822, with a year of four digits."""
    return format_datetime(moment)


def _enclosed(entry: FeedEntry):
    """RSS has room for one enclosure: the film, else the recording, else the first picture."""
    found = sorted(entry.media, key=lambda media: _ENCLOSED_FIRST[media.kind])
    return next(iter(found), None)


def plain_title(title: str) -> str:
    """``title`` in a form that no reader takes for HTML: RSS does not say which of both it is."""
    for _round in range(3):
        title = unescape(title)
    return title.translate(_NO_MARKUP)


def write(document: FeedDocument) -> bytes:
    """``document`` as RSS 2.0. The same document gives the same bytes."""
    feed = _Feed()
    feed.register_extension("sambang", _Channel, _Item, atom=False, rss=True)
    feed.sambang.document = document
    feed.title(document.title)
    feed.description(document.description)
    feed.language(document.language)
    feed.link(href=document.self_url(EXTENSION), rel="self", type=MEDIA_TYPE)
    # feedgen takes the channel's own <link> from the last link added.
    feed.link(href=document.home_url, rel="alternate")
    feed.generator("Sambang")
    feed.ttl(TTL_MINUTES)
    for entry in document.entries:
        _add(feed, entry, is_podcast=document.is_podcast)
    return stylesheet.with_face(feed.rss_str(pretty=False), document)


def _add(feed: FeedGenerator, entry: FeedEntry, *, is_podcast: bool) -> None:
    item = feed.add_entry(order="append")
    item.sambang.entry, item.sambang.is_podcast = entry, is_podcast
    item.guid(entry.id, permalink=False)
    item.title(plain_title(entry.title))
    item.link(href=entry.url)
    item.description(entry.summary)
    item.content(entry.html)
    for category in entry.categories:
        item.category(term=category.name)
    if media := _enclosed(entry):
        item.enclosure(media.file.url, str(media.file.byte_count), media.file.content_type)
