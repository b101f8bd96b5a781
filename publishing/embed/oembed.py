"""oEmbed 1.0: which item an address names, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID
from xml.etree import ElementTree

import orjson
from django.conf import settings
from django.urls.converters import UUIDConverter
from django.utils.translation import gettext as _

from cms.base.addresses import ENGLISH, WORKING_ROOMS, absolute
from cms.base.errors import DomainError, Invalid, Missing
from publishing.embed.card import frame_of, size_of, thumbnail_of
from publishing.models import ItemState, PublishedItem
from publishing.selectors import item_by_path, item_by_public_id, moved_to

CACHE_AGE_S = 3600
ADDRESS_MAX = 2_000
PIXELS_MAX = 10_000
_CARD = re.compile(rf"/sematan/({UUIDConverter.regex})/")


class BadParameter(Invalid):
    """A bad request: the specification knows no 422."""

    status = HTTPStatus.BAD_REQUEST


class Gone(DomainError):
    """It was public and no longer is."""

    status = HTTPStatus.GONE
    code = "gone"


class NotPublic(DomainError):
    """The address is of our working rooms."""

    status = HTTPStatus.UNAUTHORIZED
    code = "not-public"


class UnknownFormat(DomainError):
    """Neither JSON nor XML."""

    status = HTTPStatus.NOT_IMPLEMENTED
    code = "format"


@dataclass(frozen=True, slots=True)
class Found:
    """The item that an address names, and in which language its page is."""

    item: PublishedItem
    english: bool


def find(address: str) -> Found:
    """What ``address`` names; one query, two when it is none of today's.

    Raises Missing for what is not ours or not there, Gone for what was taken away, NotPublic.
    """
    path = _own_path(address)
    english = path.startswith(f"{ENGLISH}/")
    path = path.removeprefix(ENGLISH) if english else path
    if path.startswith(WORKING_ROOMS):
        raise NotPublic(_("Alamat ini tidak untuk umum."))
    if found := _CARD.fullmatch(path):
        item = item_by_public_id(UUID(found[1]))
    else:
        item = item_by_path(path) or moved_to(path)
    if item is None or item.state == ItemState.UNPUBLISHED:
        raise Missing(_("Tidak ada terbitan di alamat ini."))
    if item.state != ItemState.LIVE:
        raise Gone(_("Terbitan ini tidak lagi tersedia."))
    return Found(item, english)


def pixels(value: str | None, name: str) -> int | None:
    """A bound in CSS pixels. Raises BadParameter for what is none."""
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 9 and int(value)):
        raise BadParameter(_("%(name)s harus bilangan bulat di atas nol.") % {"name": name})
    return min(int(value), PIXELS_MAX)


def document(found: Found, *, max_width: int | None, max_height: int | None) -> dict[str, Any]:
    """The answer, as the specification names its members."""
    item, bounds = found.item, {"max_width": max_width, "max_height": max_height}
    width, height = size_of(item, **bounds)
    told: dict[str, Any] = {
        "type": "rich",
        "version": "1.0",
        "title": item.title,
        "provider_name": settings.SITE_NAME,
        "provider_url": absolute("/"),
        "cache_age": CACHE_AGE_S,
        "html": frame_of(item, english=found.english, **bounds),
        "width": width,
        "height": height,
    }
    if item.unit_name:
        told["author_name"] = item.unit_name
    if thumbnail := thumbnail_of(item, **bounds):
        told["thumbnail_url"] = absolute(thumbnail["url"])
        told["thumbnail_width"] = thumbnail["width"]
        told["thumbnail_height"] = thumbnail["height"]
    return told


def _json(told: Mapping[str, Any]) -> bytes:
    return orjson.dumps(told)


def _xml(told: Mapping[str, Any]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


FORMATS: dict[str, tuple[str, Callable[[Mapping[str, Any]], bytes]]] = {
    "json": ("application/json; charset=utf-8", _json),
    "xml": ("text/xml; charset=utf-8", _xml),
}


def _own_path(address: str) -> str:
    """The path of an address of this site. Raises Missing for any other, BadParameter for none."""
    if not address:
        raise BadParameter(_("Sertakan url: alamat terbitan yang akan disematkan."))
    elsewhere = Missing(_("Alamat ini bukan milik situs ini."))
    if len(address) > ADDRESS_MAX:
        raise elsewhere
    try:
        parts = urlsplit(address)
        path = unquote(parts.path, errors="strict")
    except ValueError:  # a broken IPv6 host; bytes that are no text
        raise elsewhere from None
    hosts = {urlsplit(origin).netloc for origin in settings.SITE_ORIGINS}
    if parts.scheme not in ("http", "https") or parts.netloc.lower() not in hosts:
        raise elsewhere
    if not path.isprintable():
        raise elsewhere
    return path if path.endswith("/") else f"{path}/"
