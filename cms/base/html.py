"""Text and HTML from outside, made harmless before it is stored for the public."""

from __future__ import annotations

import re
from html import unescape

import nh3

# What a story may hold; everything else is dropped, its text kept.
TAGS = {
    "a", "abbr", "audio", "b", "blockquote", "br", "cite", "em", "figcaption", "figure", "footer",
    "h2", "h3", "h4", "hr", "i", "img", "li", "ol", "p", "picture", "source", "strong", "sub",
    "sup", "track", "ul", "video",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "audio": {"aria-label", "controls", "crossorigin", "preload"},
    "blockquote": {"class"},
    "figure": {"class"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "source": {"src", "srcset", "sizes", "type", "media", "width", "height"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {
        *("aria-label", "controls", "crossorigin", "preload", "poster", "width", "height"),
        "playsinline",
    },
}
# Control characters that XML 1.0 forbids, and lone surrogates that UTF-8 cannot carry.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# What stands beside the text.
_APART = {"figure", "figcaption", "picture", "video"}
_BLOCK_END = re.compile(r"</(p|h[1-6]|li|blockquote|figcaption|div)>|<br\s*/?>", re.IGNORECASE)


def clean_characters(text: str) -> str:
    """``text`` without characters that would break a feed or a database column."""
    return _FORBIDDEN.sub("", text)


def clean_text(text: str) -> str:
    """One line of plain text: no forbidden characters, white space folded. Not HTML."""
    return " ".join(clean_characters(text).split())


def clean_html(html: str) -> str:
    """``html`` with only the tags and attributes a story may hold; links lose ``javascript:``."""
    return nh3.clean(
        clean_characters(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    ).strip()


def without_media(html: str) -> str:
    """``html`` with its words and their order, without pictures, films and their frames."""
    words = TAGS - {"audio", "figure", "img", "picture", "source", "track", "video"}
    return nh3.clean(html, tags=words, attributes={"a": {"href", "title"}}, link_rel="noopener")


def running_text(html: str) -> str:
    """The words of ``html`` that are read in a row, one block a line: no captions, no pictures."""
    words = nh3.clean(
        html, tags=TAGS - _APART, attributes={}, clean_content_tags={*_APART, "script", "style"}
    )
    return plain_text(words)


def plain_text(html: str) -> str:
    """The words of ``html``, one block a line."""
    broken = _BLOCK_END.sub("\n", html)
    words = unescape(nh3.clean(broken, tags=set()))
    return "\n".join(line for raw in words.splitlines() if (line := " ".join(raw.split())))
