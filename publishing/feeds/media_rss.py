"""Media RSS, for RSS and Atom alike: one ``media:content`` a picture, one group a film."""

from __future__ import annotations

from lxml import etree

from publishing.feeds.document import FeedFile, FeedMedia

NAMESPACE = "http://search.yahoo.com/mrss/"
_M = f"{{{NAMESPACE}}}"


def add(parent: etree._Element, media: FeedMedia) -> None:
    """Append ``media`` to an item or entry.

    A group means the same thing in several forms, so only a film with more than one has one.
    """
    if media.kind == "video" and len(media.files) > 1:
        group = etree.SubElement(parent, f"{_M}group")
        for number, file in enumerate(media.files):
            content = _content(group, media, file)
            if number == 0:
                content.set("isDefault", "true")
        _words(group, media)
    else:
        _words(_content(parent, media, media.file), media)


def _content(parent: etree._Element, media: FeedMedia, file: FeedFile) -> etree._Element:
    content = etree.SubElement(
        parent,
        f"{_M}content",
        url=file.url,
        type=file.content_type,
        medium="video" if media.kind == "video" else "image",
        fileSize=str(file.byte_count),
        width=str(file.width),
        height=str(file.height),
    )
    if media.duration_s:
        content.set("duration", str(round(media.duration_s)))
    return content


def _words(parent: etree._Element, media: FeedMedia) -> None:
    if media.words:
        description = etree.SubElement(parent, f"{_M}description", type="plain")
        description.text = media.words
    etree.SubElement(
        parent,
        f"{_M}thumbnail",
        url=media.thumbnail.url,
        width=str(media.thumbnail.width),
        height=str(media.thumbnail.height),
    )
    if media.credit:
        etree.SubElement(parent, f"{_M}credit").text = media.credit
