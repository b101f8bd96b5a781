"""Atom 1.0 (RFC 4287), with archive links (RFC 5005) and tombstones (RFC 6721)."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from publishing.feeds import media_rss, stylesheet
from publishing.feeds.document import FeedDocument, FeedEntry

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
EXTENSION = "atom"
MEDIA_TYPE = "application/atom+xml"
ATOM_NS = "http://www.w3.org/2005/Atom"
HISTORY_NS = "http://purl.org/syndication/history/1.0"
TOMBSTONE_NS = "http://purl.org/atompub/tombstones/1.0"
_A = f"{{{ATOM_NS}}}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES = {
    None: ATOM_NS,
    "media": media_rss.NAMESPACE,
    "fh": HISTORY_NS,
    "at": TOMBSTONE_NS,
    "xhtml": stylesheet.XHTML_NS,
}


def write(document: FeedDocument) -> bytes:
    """``document`` as Atom 1.0. The same document gives the same bytes."""
    feed = etree.Element(f"{_A}feed", nsmap=_NAMES)
    feed.set(_XML_LANG, document.language)
    _text(feed, "id", document.id)
    _text(feed, "title", document.title)
    _text(feed, "subtitle", document.description)
    _text(feed, "updated", _date(document.updated))
    _link(feed, "alternate", document.home_url, type="text/html")
    for relation, url in document.links(EXTENSION):
        _link(feed, relation, url, **({} if relation == "hub" else {"type": MEDIA_TYPE}))
    _person(feed, "Sambang", document.home_url)
    _text(feed, "generator", "Sambang")
    if document.number:
        etree.SubElement(feed, f"{{{HISTORY_NS}}}archive")
    feed.append(stylesheet.link_for_people(document))
    for gone in document.gone:
        etree.SubElement(feed, f"{{{TOMBSTONE_NS}}}deleted-entry", ref=gone.id, when=_date(gone.at))
    for entry in document.entries:
        _entry(feed, entry)
    xml = etree.tostring(feed, encoding="UTF-8", xml_declaration=True)
    return stylesheet.with_face(xml, document)


def _entry(feed: etree._Element, entry: FeedEntry) -> None:
    element = etree.SubElement(feed, f"{_A}entry")
    element.set(_XML_LANG, entry.language)
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _link(element, "alternate", entry.url, type="text/html", hreflang=entry.language)
    _text(element, "published", _date(entry.published))
    _text(element, "updated", _date(entry.updated))
    for author in entry.authors:
        _person(element, author.name, author.url)
    for category in entry.categories:
        etree.SubElement(element, f"{_A}category", term=category.slug, label=category.name)
    if entry.summary:
        _text(element, "summary", entry.summary)
    _text(element, "content", entry.html).set("type", "html")
    for media in entry.media:
        words = {"title": media.words} if media.words else {}
        for file in media.files:
            _link(
                element,
                "enclosure",
                file.url,
                type=file.content_type,
                length=str(file.byte_count),
                **words,
            )
    for media in entry.media:
        media_rss.add(element, media)


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{_A}{name}")
    element.text = text
    return element


def _link(parent: etree._Element, relation: str, url: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{_A}link", rel=relation, href=url, **attributes)


def _person(parent: etree._Element, name: str, url: str) -> None:
    author = etree.SubElement(parent, f"{_A}author")
    _text(author, "name", name)
    if url:
        _text(author, "uri", url)


def _date(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
