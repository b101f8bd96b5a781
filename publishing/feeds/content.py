"""The whole text of an item as a feed carries it: with every picture, and with full addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.base.addresses import absolute
from cms.base.templatetags.sambang import day
from publishing.models import PublishedItem

# Sanitised HTML has every attribute in double quotes.
_TAG = re.compile(r'<[a-z][a-z0-9]*(?:\s+[\w-]+(?:="[^"]*")?)*\s*/?>')
_ADDRESS = re.compile(r'(\s(?:href|src|poster)=")([^"]*)')
_ODD = re.compile(r"^//|\s")
_BLANK = re.compile(r"\s")
_SRCSET = re.compile(r'(\ssrcset=")([^"]*)')


def content_html(row: PublishedItem) -> str:
    """Body, media that the body does not show itself, and corrections, as HTML."""
    body = row.body_html or f"<p>{escape(row.summary or row.title)}</p>"
    before, after = [], []
    chosen = (row.data.get("extra") or {}).get("lead_photo")
    for media in row.data.get("media") or []:
        files = [*media["sources"], *([media["poster"]] if media.get("poster") else [])]
        if not media["sources"] or any(file["url"] in body for file in files):
            continue
        (before if media["public_id"] == chosen else after).append(_figure(media))
    notes = [
        f"<p><strong>{_('Ralat')}, {day(note['at'])}:</strong> {escape(note['note'])}</p>"
        for note in row.data.get("corrections") or []
    ]
    return "\n".join(
        [*before, _with_full_addresses(body, absolute(row.path)), *after, *notes]
    ).strip()


def _with_full_addresses(html: str, page_url: str) -> str:
    def full(address: str) -> str:
        if address.startswith(("/", "https://")) and not _ODD.search(address):
            return absolute(address)
        try:
            # Inside an attribute, so that what is escaped stays escaped.
            return _BLANK.sub("%20", urljoin(page_url, address.strip()))
        except ValueError:
            return page_url

    def mend(tag: re.Match) -> str:
        text = _ADDRESS.sub(lambda found: found[1] + full(found[2]), tag[0])
        return _SRCSET.sub(lambda found: found[1] + _mend_srcset(found[2], full), text)

    return _TAG.sub(mend, html)


def _mend_srcset(value: str, full: Callable[[str], str]) -> str:
    offers = (offer.split() for offer in value.split(","))
    return ", ".join(" ".join([full(offer[0]), *offer[1:]]) for offer in offers if offer)


def _figure(media: dict) -> str:
    """A picture, film or recording with its words; the size that fits most screens."""
    if media["kind"] == "audio":
        address = escape(absolute(media["sources"][0]["url"]))
        shown = f'<audio controls preload="none" src="{address}"></audio>'
    elif media["kind"] == "video":
        film = max(media["sources"], key=lambda s: (s["content_type"] == "video/mp4", s["width"]))
        poster = media.get("poster")
        shown = (
            f'<video controls preload="none" src="{escape(absolute(film["url"]))}"'
            + (f' poster="{escape(absolute(poster["url"]))}"' if poster else "")
            + f' width="{int(film["width"])}" height="{int(film["height"])}"></video>'
        )
    else:
        jpegs = [s for s in media["sources"] if s["content_type"] == "image/jpeg"]
        fitting = [s for s in jpegs if s["width"] <= 1280] or jpegs or media["sources"]
        best = max(fitting, key=lambda source: source["width"])
        shown = (
            f'<img src="{escape(absolute(best["url"]))}" width="{int(best["width"])}" '
            f'height="{int(best["height"])}" alt="{escape(media.get("alt") or "")}">'
        )
    words = " – ".join(escape(media[key]) for key in ("caption", "credit") if media.get(key))
    return f"<figure>{shown}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"
