"""Media RSS, for RSS and Atom alike: one ``media:content`` a picture or recording, one
group a film.
"""

from __future__ import annotations

from lxml import etree

from publishing.feeds.document import FeedFile, FeedMedia

NAMESPACE = "http://search.yahoo.com/mrss/"
_M = f"{{{NAMESPACE}}}"
_MEDIUM = {"photo": "image", "video": "video", "audio": "audio"}


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
        medium=_MEDIUM[media.kind],
        fileSize=str(file.byte_count),
    )
    if file.width:
        content.set("width", str(file.width))
        content.set("height", str(file.height))
    if media.duration_s:
        content.set("duration", str(round(media.duration_s)))
    return content


def _words(parent: etree._Element, media: FeedMedia) -> None:
    if media.words:
        description = etree.SubElement(parent, f"{_M}description", type="plain")
        description.text = media.words
    if media.thumbnail:
        etree.SubElement(
            parent,
            f"{_M}thumbnail",
            url=media.thumbnail.url,
            width=str(media.thumbnail.width),
            height=str(media.thumbnail.height),
        )
    for language, url in media.captions:
        etree.SubElement(parent, f"{_M}subTitle", type="text/vtt", lang=language, href=url)
    if media.credit:
        etree.SubElement(parent, f"{_M}credit").text = media.credit
