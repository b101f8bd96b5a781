"""Validators of RSS 2.0, Atom 1.0 and JSON Feed 1.1, written from their specifications.

Each takes the bytes of a document and gives a list of sentences, empty when it is right. They also
hold what the specifications only advise: full addresses, honest sizes, one ``self`` link.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree, html

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
MEDIA = "http://search.yahoo.com/mrss/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"

MIME = re.compile(r"[a-z]+/[a-z0-9.+-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&[a-z]+;|&#\d+;")


class _Report:
    """Collects what is wrong, each with the place where it is."""

    def __init__(self):
        self.mistakes: list[str] = []

    def check(self, is_right: object, mistake: str) -> bool:
        if not is_right:
            self.mistakes.append(mistake)
        return bool(is_right)


def is_url(text: str | None) -> bool:
    """A full http(s) address without a blank."""
    parts = urlsplit(text or "")
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", text)


def _is_iri(text: str | None) -> bool:
    return bool(re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", text or ""))


def _is_whole(text: str | None, *, least: int = 1) -> bool:
    return bool(re.fullmatch(r"\d+", text or "")) and int(text) >= least


def _is_rfc3339(text: str | None) -> bool:
    if not RFC3339.fullmatch(text or ""):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_rfc822(text: str | None) -> bool:
    if not RFC822.fullmatch(text or ""):
        return False
    try:
        return _DAYS[parsedate_to_datetime(text).weekday()] == text[:3]
    except ValueError:
        return False


def _name(element: etree._Element) -> tuple[str, str]:
    found = etree.QName(element)
    return found.namespace or "", found.localname


def _check_html(report: _Report, text: str, where: str) -> None:
    """Full addresses, nothing that acts, and closed as it was opened."""
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError) as error:
        report.check(False, f"{where}: HTML cannot be read: {error}")
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        report.check(
            element.tag not in {"script", "style", "iframe", "object", "form"},
            f"{where}: <{element.tag}>",
        )
        for attribute, value in element.items():
            report.check(not attribute.startswith("on"), f"{where}: {attribute}")
            if attribute in {"src", "href", "poster"}:
                report.check(
                    is_url(value) or re.match(r"(mailto|tel):", value), f"{where}: {value!r}"
                )
            if attribute == "srcset":
                offers = [offer.split()[0] for offer in value.split(",") if offer.strip()]
                report.check(all(map(is_url, offers)), f"{where}: srcset {value!r}")


def _parse(report: _Report, body: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        report.check(False, f"not well-formed: {error}")
        return None


def _once(report: _Report, parent, names: set[str], where: str, *, needed=frozenset()) -> None:
    for name in names:
        count = len(parent.findall(name))
        report.check(count <= 1, f"{where}: {count} × {name}")
    for name in needed:
        report.check(parent.find(name) is not None, f"{where}: no {name}")


def _check_media(report: _Report, parent: etree._Element, where: str) -> None:
    contents = list(parent.iter(f"{{{MEDIA}}}content"))
    urls = [content.get("url") for content in contents]
    report.check(len(urls) == len(set(urls)), f"{where}: one file twice in Media RSS")
    for content in contents:
        report.check(is_url(content.get("url")), f"{where}: media url {content.get('url')!r}")
        report.check(MIME.fullmatch(content.get("type") or ""), f"{where}: media type")
        report.check(content.get("medium") in {"image", "video", "audio"}, f"{where}: medium")
        for attribute in ("fileSize", "width", "height"):
            report.check(_is_whole(content.get(attribute)), f"{where}: media {attribute}")
        if content.get("duration") is not None:
            report.check(_is_whole(content.get("duration"), least=0), f"{where}: duration")
    for group in parent.iter(f"{{{MEDIA}}}group"):
        inside = group.findall(f"{{{MEDIA}}}content")
        report.check(len(inside) > 1, f"{where}: a group of {len(inside)}")
        report.check(
            len({content.get("medium") for content in inside}) == 1,
            f"{where}: a group is one thing in several forms",
        )
        default = [content for content in inside if content.get("isDefault") == "true"]
        report.check(len(default) <= 1, f"{where}: two defaults in a group")
    for thumbnail in parent.iter(f"{{{MEDIA}}}thumbnail"):
        report.check(is_url(thumbnail.get("url")), f"{where}: thumbnail")
        for attribute in ("width", "height"):
            report.check(_is_whole(thumbnail.get(attribute)), f"{where}: thumbnail {attribute}")


_RSS_CHANNEL_ONCE = {
    "title", "link", "description", "language", "copyright", "managingEditor", "webMaster",
    "pubDate", "lastBuildDate", "generator", "docs", "cloud", "ttl", "image", "rating",
    "textInput", "skipHours", "skipDays",
}  # fmt: skip
_RSS_ITEM_ONCE = {
    "title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source",
    f"{{{CONTENT}}}encoded", f"{{{ATOM}}}updated", f"{{{ITUNES}}}duration", f"{{{ITUNES}}}image",
}  # fmt: skip
_RSS_NAMESPACES = {ATOM, CONTENT, DC, HISTORY, ITUNES, MEDIA, XHTML}


def rss_mistakes(body: bytes) -> list[str]:
    """What is wrong with an RSS 2.0 document."""
    report = _Report()
    root = _parse(report, body)
    if root is None:
        return report.mistakes
    report.check(_name(root) == ("", "rss") and root.get("version") == "2.0", "root is not rss 2.0")
    channels = root.findall("channel")
    if not report.check(len(channels) == 1 and len(root) == 1, "exactly one channel"):
        return report.mistakes
    channel = channels[0]
    _once(report, channel, _RSS_CHANNEL_ONCE, "channel", needed={"title", "link", "description"})
    _rss_children(report, channel, _RSS_CHANNEL_ONCE | {"category", "item"}, "channel")
    report.check((channel.findtext("title") or "").strip(), "channel: empty title")
    report.check(is_url(channel.findtext("link")), "channel: link is no full address")
    for name in ("pubDate", "lastBuildDate"):
        text = channel.findtext(name)
        report.check(text is None or _is_rfc822(text), f"channel: {name} {text!r}")
    language = channel.findtext("language")
    report.check(language is None or LANGUAGE.fullmatch(language), f"channel: {language!r}")
    report.check(channel.find("ttl") is None or _is_whole(channel.findtext("ttl")), "channel: ttl")
    _feed_links(report, channel)
    _podcast(report, channel, "channel")
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    report.check(len(guids) == len(set(guids)), "two items with one guid")
    for number, item in enumerate(items):
        _rss_item(report, item, f"item {number}")
    return report.mistakes


def _rss_children(report: _Report, parent, known: set[str], where: str) -> None:
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        namespace, name = _name(child)
        if namespace:
            report.check(namespace in _RSS_NAMESPACES, f"{where}: {child.tag}")
        else:
            report.check(name in known, f"{where}: no such element {name!r}")


def _rss_item(report: _Report, item, where: str) -> None:
    _once(report, item, _RSS_ITEM_ONCE, where, needed={"guid", "link", "pubDate"})
    plain = {name for name in _RSS_ITEM_ONCE if not name.startswith("{")} | {"category"}
    _rss_children(report, item, plain, where)
    title, description = item.findtext("title"), item.findtext("description")
    report.check((title or "").strip() or (description or "").strip(), f"{where}: says nothing")
    report.check(not _MARKUP.search(title or ""), f"{where}: markup in the title {title!r}")
    report.check(is_url(item.findtext("link")), f"{where}: link {item.findtext('link')!r}")
    report.check(_is_rfc822(item.findtext("pubDate")), f"{where}: pubDate")
    guid = item.find("guid")
    if guid is not None:
        report.check((guid.text or "").strip(), f"{where}: empty guid")
        report.check(
            guid.get("isPermaLink") == "false" or is_url(guid.text),
            f"{where}: a guid that is no address needs isPermaLink=false",
        )
    enclosure = item.find("enclosure")
    if enclosure is not None:
        report.check(is_url(enclosure.get("url")), f"{where}: enclosure url")
        report.check(_is_whole(enclosure.get("length")), f"{where}: enclosure length")
        report.check(MIME.fullmatch(enclosure.get("type") or ""), f"{where}: enclosure type")
    email = item.findtext("author")
    report.check(email is None or "@" in email, f"{where}: author must be an e-mail address")
    encoded = item.findtext(f"{{{CONTENT}}}encoded")
    if encoded is not None:
        report.check(encoded.strip(), f"{where}: empty content")
        _check_html(report, encoded, where)
    updated = item.findtext(f"{{{ATOM}}}updated")
    report.check(updated is None or _is_rfc3339(updated), f"{where}: atom:updated {updated!r}")
    for creator in item.findall(f"{{{DC}}}creator"):
        report.check((creator.text or "").strip(), f"{where}: empty dc:creator")
    _podcast(report, item, where)
    _check_media(report, item, where)


def _podcast(report: _Report, parent, where: str) -> None:
    explicit = parent.findtext(f"{{{ITUNES}}}explicit")
    report.check(explicit in {None, "true", "false"}, f"{where}: itunes:explicit {explicit!r}")
    duration = parent.findtext(f"{{{ITUNES}}}duration")
    report.check(duration is None or _is_whole(duration, least=0), f"{where}: itunes:duration")
    for image in parent.findall(f"{{{ITUNES}}}image"):
        report.check(is_url(image.get("href")), f"{where}: itunes:image")


def _feed_links(report: _Report, parent) -> None:
    """``self`` once; neighbours as RFC 5005 wants them; every address full."""
    links = parent.findall(f"{{{ATOM}}}link")
    for link in links:
        report.check(is_url(link.get("href")), f"link {link.get('rel')}: {link.get('href')!r}")
    relations = [link.get("rel", "alternate") for link in links]
    report.check(relations.count("self") == 1, f"{relations.count('self')} links rel=self")
    for name in ("current", "prev-archive", "next-archive"):
        report.check(relations.count(name) <= 1, f"{relations.count(name)} links rel={name}")
    is_archive = parent.find(f"{{{HISTORY}}}archive") is not None
    report.check(not is_archive or "current" in relations, "an archive needs a current link")
    report.check(is_archive or "next-archive" not in relations, "only an archive has a next one")


_ATOM_FEED_ONCE = {"id", "title", "updated", "generator", "icon", "logo", "rights", "subtitle"}
_ATOM_FEED_MANY = {"author", "category", "contributor", "link", "entry"}
_ATOM_ENTRY_ONCE = {"id", "title", "updated", "published", "content", "summary", "rights", "source"}
_ATOM_ENTRY_MANY = {"author", "category", "contributor", "link"}


def _a(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def atom_mistakes(body: bytes) -> list[str]:
    """What is wrong with an Atom 1.0 feed document (RFC 4287, with RFC 5005 and RFC 6721)."""
    report = _Report()
    root = _parse(report, body)
    if root is None:
        return report.mistakes
    if not report.check(root.tag == _a("feed"), "root is not an Atom feed"):
        return report.mistakes
    _atom_element(report, root, _ATOM_FEED_ONCE, _ATOM_FEED_MANY, "feed")
    _feed_links(report, root)
    has_author = root.find(_a("author")) is not None
    entries = root.findall(_a("entry"))
    for number, entry in enumerate(entries):
        _atom_entry(report, entry, f"entry {number}", has_author=has_author)
    ids = [entry.findtext(_a("id")) for entry in entries]
    report.check(len(ids) == len(set(ids)), "two entries with one id")
    for gone in root.findall(f"{{{TOMBSTONES}}}deleted-entry"):
        report.check(_is_iri(gone.get("ref")), "deleted-entry: ref")
        report.check(_is_rfc3339(gone.get("when")), f"deleted-entry: when {gone.get('when')!r}")
        report.check(gone.get("ref") not in ids, "deleted-entry: the entry is still there")
    return report.mistakes


def _atom_element(report: _Report, element, once: set[str], many: set[str], where: str) -> None:
    """What feeds and entries share."""
    _once(report, element, {_a(n) for n in once}, where,
          needed={_a(n) for n in ("id", "title", "updated")})  # fmt: skip
    for child in element:
        if isinstance(child.tag, str) and _name(child)[0] == ATOM:
            name = _name(child)[1]
            report.check(name in once | many, f"{where}: no such element {name!r}")
    report.check(_is_iri(element.findtext(_a("id"))), f"{where}: id {element.findtext(_a('id'))!r}")
    for name in ("updated", "published"):
        text = element.findtext(_a(name))
        report.check(text is None or _is_rfc3339(text), f"{where}: {name} {text!r}")
    for name in ("title", "subtitle", "summary", "rights"):
        for text in element.findall(_a(name)):
            _atom_text(report, text, f"{where}: {name}")
    report.check((element.findtext(_a("title")) or "").strip(), f"{where}: empty title")
    for role in ("author", "contributor"):
        for person in element.findall(_a(role)):
            names = person.findall(_a("name"))
            report.check(
                len(names) == 1 and (names[0].text or "").strip(), f"{where}: {role} needs a name"
            )
            uri = person.findtext(_a("uri"))
            report.check(uri is None or _is_iri(uri), f"{where}: {role} uri {uri!r}")
            email = person.findtext(_a("email"))
            report.check(email is None or "@" in email, f"{where}: {role} email {email!r}")
    for category in element.findall(_a("category")):
        report.check(category.get("term"), f"{where}: category without term")
    alternates = []
    for link in element.findall(_a("link")):
        relation = link.get("rel", "alternate")
        report.check(is_url(link.get("href")), f"{where}: link {relation} {link.get('href')!r}")
        kind, length = link.get("type"), link.get("length")
        report.check(kind is None or MIME.fullmatch(kind), f"{where}: link type {kind!r}")
        report.check(length is None or _is_whole(length), f"{where}: link length {length!r}")
        if relation == "enclosure":
            report.check(kind and length, f"{where}: enclosure without type or length")
        if relation == "alternate":
            alternates.append((kind, link.get("hreflang")))
    report.check(len(alternates) == len(set(alternates)), f"{where}: two equal alternates")


def _atom_text(report: _Report, element, where: str) -> None:
    kind = element.get("type", "text")
    report.check(kind in {"text", "html", "xhtml"}, f"{where}: type {kind!r}")
    if kind != "xhtml":
        report.check(len(element) == 0, f"{where}: elements inside {kind}")
    if kind == "html":
        _check_html(report, element.text or "", where)


def _atom_entry(report: _Report, entry, where: str, *, has_author: bool) -> None:
    _atom_element(report, entry, _ATOM_ENTRY_ONCE, _ATOM_ENTRY_MANY, where)
    report.check(
        has_author or entry.find(_a("author")) is not None, f"{where}: nobody is the author"
    )
    content = entry.find(_a("content"))
    has_alternate = any(
        link.get("rel", "alternate") == "alternate" for link in entry.findall(_a("link"))
    )
    report.check(content is not None or has_alternate, f"{where}: no content and no alternate")
    if content is not None:
        if content.get("src"):
            report.check(entry.find(_a("summary")) is not None, f"{where}: src needs a summary")
            report.check(not content.text, f"{where}: src and text")
        else:
            report.check((content.text or "").strip() or len(content), f"{where}: empty content")
            _atom_text(report, content, f"{where}: content")
    _check_media(report, entry, where)


_JSON_FEED = {
    "version": str, "title": str, "home_page_url": "url", "feed_url": "url", "description": str,
    "user_comment": str, "next_url": "url", "icon": "url", "favicon": "url", "authors": list,
    "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
_JSON_ITEM = {
    "id": str, "url": "url", "external_url": "url", "title": str, "content_html": str,
    "content_text": str, "summary": str, "image": "url", "banner_image": "url",
    "date_published": "date", "date_modified": "date", "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip
_JSON_AUTHOR = {"name": str, "url": "url", "avatar": "url"}
_JSON_HUB = {"type": str, "url": "url"}
_JSON_ATTACHMENT = {
    "url": "url", "mime_type": str, "title": str, "size_in_bytes": int,
    "duration_in_seconds": (int, float),
}  # fmt: skip


def json_mistakes(body: bytes) -> list[str]:
    """What is wrong with a JSON Feed 1.1 document."""
    report = _Report()
    try:
        feed = json.loads(body.decode("utf-8"), object_pairs_hook=_no_key_twice)
    except ValueError as error:
        return [f"not JSON: {error}"]
    if not report.check(isinstance(feed, dict), "the feed is no object"):
        return report.mistakes
    _json_object(report, feed, _JSON_FEED, "feed", needed={"version", "title", "items"})
    report.check(feed.get("version") == "https://jsonfeed.org/version/1.1", "version")
    report.check(feed.get("title"), "empty title")
    report.check(is_url(feed.get("feed_url")), "feed_url")
    report.check(feed.get("next_url") != feed.get("feed_url"), "next_url leads to itself")
    _json_people(report, feed, "feed")
    for hub in feed.get("hubs") or []:
        _json_object(report, hub, _JSON_HUB, "hub", needed={"type", "url"})
    items = feed["items"] if isinstance(feed.get("items"), list) else []
    for number, item in enumerate(items):
        _json_item(report, item, f"item {number}")
    ids = [item.get("id") for item in items if isinstance(item, dict)]
    report.check(len(ids) == len(set(ids)), "two items with one id")
    return report.mistakes


def _no_key_twice(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _json_object(report: _Report, value, known: dict, where: str, *, needed=frozenset()) -> None:
    if not report.check(isinstance(value, dict), f"{where}: no object"):
        return
    for name in needed:
        report.check(name in value, f"{where}: no {name}")
    for name, found in value.items():
        if name.startswith("_"):
            report.check(isinstance(found, dict), f"{where}: {name} must be an object")
            continue
        if not report.check(name in known, f"{where}: no such key {name!r}"):
            continue
        kind = known[name]
        if kind == "url":
            report.check(is_url(found), f"{where}: {name} {found!r}")
        elif kind == "date":
            report.check(_is_rfc3339(found), f"{where}: {name} {found!r}")
        else:
            is_right = isinstance(found, kind) and (kind is bool or not isinstance(found, bool))
            report.check(is_right, f"{where}: {name} {found!r}")


def _json_people(report: _Report, value: dict, where: str) -> None:
    for author in value.get("authors") or []:
        _json_object(report, author, _JSON_AUTHOR, f"{where}: author")
        report.check(author, f"{where}: an author without anything")
    language = value.get("language")
    report.check(language is None or LANGUAGE.fullmatch(language), f"{where}: {language!r}")


def _json_item(report: _Report, item, where: str) -> None:
    _json_object(report, item, _JSON_ITEM, where, needed={"id"})
    if not isinstance(item, dict):
        return
    report.check(item.get("id"), f"{where}: empty id")
    report.check(
        item.get("content_html") or item.get("content_text"), f"{where}: neither HTML nor text"
    )
    _check_html(report, item.get("content_html") or "", where)
    _json_people(report, item, where)
    report.check(
        all(isinstance(tag, str) and tag for tag in item.get("tags") or []), f"{where}: tags"
    )
    for attachment in item.get("attachments") or []:
        _json_object(
            report, attachment, _JSON_ATTACHMENT, f"{where}: file", needed={"url", "mime_type"}
        )
        report.check(MIME.fullmatch(attachment.get("mime_type") or ""), f"{where}: mime_type")
        size = attachment.get("size_in_bytes", 1)
        report.check(isinstance(size, int) and size > 0, f"{where}: size_in_bytes {size!r}")


MISTAKES = {"rss": rss_mistakes, "atom": atom_mistakes, "json": json_mistakes}
