"""What makes a feed readable in a browser: a style sheet, and one link that can be pressed.

Browsers are giving up XSLT, and some show a feed as bare text. So the way for people is a page of
ours at ``/umpan/…`` that shows the same feed; a line, a link and CSS lead there. The feed itself
stays one text an address, whoever asks, under the media type that readers expect.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from cms.base.addresses import absolute
from publishing.feeds.document import FeedDocument

XHTML_NS = "http://www.w3.org/1999/xhtml"
SHEET = "cms/css/feed.css"
COVER = "cms/img/podcast.png"


def _words() -> str:
    return _("Ini umpan untuk aplikasi pembaca. Buka halamannya")


def with_face(xml: bytes, document: FeedDocument) -> bytes:
    """``xml`` with a style sheet named, and a line for people, after the declaration.

    The sheet's address carries no hash: a new sheet must not change every feed. The line is for
    browsers that show a feed as bare text.
    """
    head, end, rest = xml.partition(b"?>")
    words = f"{_words()}: {document.page_url}".replace("--", "-%2D")
    face = (
        f'\n<?xml-stylesheet type="text/css" href="{settings.STATIC_URL}{SHEET}"?>'
        f"\n<!-- {words} -->"
    )
    return head + end + face.encode() + rest


def link_for_people(document: FeedDocument) -> etree._Element:
    """A link to the feed's page, which browsers show as one wherever it stands."""
    link = etree.Element(f"{{{XHTML_NS}}}a", nsmap={"xhtml": XHTML_NS}, href=document.page_url)
    link.text = _words()
    return link


def cover_url() -> str:
    """The picture of our podcasts."""
    return absolute(f"{settings.STATIC_URL}{COVER}")
