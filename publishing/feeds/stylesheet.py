"""What makes a feed readable in a browser: a style sheet, and one link that can be pressed.

Browsers are giving up XSLT, so the way for people is CSS and a page of ours at ``/umpan/…`` that
shows the same feed; the feed itself stays one text an address, whoever asks.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from publishing.document import absolute
from publishing.feeds.document import FeedDocument

XHTML_NS = "http://www.w3.org/1999/xhtml"
SHEET = "cms/css/feed.css"
COVER = "cms/img/podcast.png"


def with_stylesheet(xml: bytes) -> bytes:
    """``xml`` with the processing instruction that names the sheet, after the declaration.

    The sheet's address carries no hash: a new sheet must not change every feed.
    """
    head, end, rest = xml.partition(b"?>")
    sheet = f'\n<?xml-stylesheet type="text/css" href="{settings.STATIC_URL}{SHEET}"?>'
    return head + end + sheet.encode() + rest


def link_for_people(document: FeedDocument) -> etree._Element:
    """A link to the feed's page, which browsers show as one wherever it stands."""
    link = etree.Element(f"{{{XHTML_NS}}}a", nsmap={"xhtml": XHTML_NS}, href=document.page_url)
    link.text = _("Ini umpan untuk aplikasi pembaca. Buka halamannya")
    return link


def cover_url() -> str:
    """The picture of our podcasts."""
    return absolute(f"{settings.STATIC_URL}{COVER}")
