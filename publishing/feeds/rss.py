"""RSS 2.0 by feedgen, with Media RSS of our own.

feedgen's media extension knows no description, credit or integer sizes and puts a gallery into one
group (a group means the same object in several forms), hence the small extension here. It also
stamps the present moment where no date is given, so every date is given.
"""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from publishing.feeds.document import FeedDocument, FeedEntry, FeedMedia

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
EXTENSION = "rss"
MEDIA_NS = "http://search.yahoo.com/mrss/"
DC_NS = "http://purl.org/dc/elements/1.1/"
ATOM_NS = "http://www.w3.org/2005/Atom"


class _FeedNames(BaseExtension):
    """Declares the namespaces that our entries use."""

    def extend_ns(self):
        return {"media": MEDIA_NS, "dc": DC_NS, "atom": ATOM_NS}


class _EntryMedia(BaseEntryExtension):
    """Adds authors, the time of change and every picture and film to an item."""

    entry: FeedEntry | None = None

    def extend_rss(self, item):
        for author in self.entry.authors:
            _child(item, DC_NS, "creator", author)
        _child(item, ATOM_NS, "updated", self.entry.updated.isoformat())
        for media in self.entry.media:
            _media(item, media)
        return item


def _media(item, media: FeedMedia) -> None:
    content = etree.SubElement(
        item,
        f"{{{MEDIA_NS}}}content",
        url=media.file.url,
        type=media.file.content_type,
        medium="video" if media.kind == "video" else "image",
        fileSize=str(media.file.byte_count),
        width=str(media.file.width),
        height=str(media.file.height),
    )
    if media.duration_s:
        content.set("duration", str(round(media.duration_s)))
    if media.caption or media.alt:
        _child(content, MEDIA_NS, "description", media.caption or media.alt).set("type", "plain")
    if media.credit:
        _child(content, MEDIA_NS, "credit", media.credit)
    etree.SubElement(content, f"{{{MEDIA_NS}}}thumbnail", url=media.thumbnail_url)


def _child(parent, namespace: str, name: str, text: str):
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    element.text = text
    return element


def write(document: FeedDocument) -> bytes:
    """``document`` as RSS 2.0. The same document gives the same bytes."""
    feed = FeedGenerator()
    feed.register_extension("sambang", _FeedNames, _EntryMedia, atom=False, rss=True)
    feed.title(document.title)
    feed.description(document.description)
    feed.language(document.language)
    feed.link(href=document.url(EXTENSION), rel="self", type="application/rss+xml")
    # feedgen takes the channel's own <link> from the last link added.
    feed.link(href=document.home_url, rel="alternate")
    feed.lastBuildDate(document.updated)
    feed.generator("Sambang")
    feed.ttl(5)
    for entry in document.entries:
        _add(feed, entry)
    return feed.rss_str(pretty=False)


def _add(feed: FeedGenerator, entry: FeedEntry) -> None:
    item = feed.add_entry(order="append")
    item.sambang.entry = entry
    item.guid(entry.id, permalink=False)
    item.title(entry.title)
    item.link(href=entry.url)
    item.description(entry.summary)
    item.content(entry.html or entry.summary, type="CDATA")
    item.pubDate(entry.published)
    for category in entry.categories:
        item.category(term=category)
    # RSS has room for one enclosure: the film where there is one, else the first picture.
    films = [media for media in entry.media if media.kind == "video"]
    for media in (films or list(entry.media))[:1]:
        item.enclosure(media.file.url, str(media.file.byte_count), media.file.content_type)
