"""Tags and filters of every template: times as Indonesians write them, icons, pictures."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.base import addresses, placeholders
from cms.base.addresses import is_english, localized

register = template.Library()
_NARROW_SIDE = 480  # lines of a film that a phone can show

ICONS = Path(__file__).parent.parent / "static" / "cms" / "img" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="([\w-]+)">(.*?)</symbol>', re.DOTALL)
_ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
# What a phone of 360 px and a wide screen need; a page narrows it with its own `sizes`.
_DEFAULT_SIZES = "(min-width: 60rem) 24rem, (min-width: 36rem) 46vw, 92vw"
_FORMAT_ORDER = ("image/avif", "image/webp")


def zone_label(zone: str) -> str:
    """``WIB``, ``WITA``, ``WIT``, or the zone's own name elsewhere."""
    return _ZONE_NAMES.get(zone, zone)


def _local(value: datetime, zone: str) -> datetime:
    if timezone.is_naive(value):
        raise ValueError("a time needs a zone before it can be shown")
    return value.astimezone(ZoneInfo(zone))


@register.filter
def moment(value, zone: str = "") -> str:
    """``Senin, 23 November 2026 pukul 14.05 WIB``; ``zone`` is a name such as Asia/Makassar.

    Text that is an ISO time is read as one; nothing gives nothing.
    """
    if not value:
        return ""
    zone = zone or settings.TIME_ZONE
    at = _local(datetime.fromisoformat(value) if isinstance(value, str) else value, zone)
    parts = {"day": date_format(at, "l, j F Y"), "clock": at.strftime("%H.%M")}
    if get_language() == "en":
        parts["clock"] = at.strftime("%H:%M")
    parts["zone"] = zone_label(zone)
    return _("%(day)s pukul %(clock)s %(zone)s") % parts


@register.filter
def day(value, zone: str = "") -> str:
    """``23 November 2026`` of a date or a time."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        value = _local(value, zone or settings.TIME_ZONE)
    return date_format(value, "j F Y")


@register.filter
def iso(value) -> str:
    """A machine's form of a time, for ``<time datetime>``."""
    return value.isoformat() if value else ""


@register.filter
def number(value) -> str:
    """``83.763`` in Indonesian, ``83,763`` in English."""
    if get_language() == "en":
        return f"{int(value):,}"
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def clock(seconds) -> str:
    """A film's length: ``1:07``."""
    whole = round(float(seconds or 0))
    return f"{whole // 60}:{whole % 60:02d}"


@register.filter
def initials(name: str) -> str:
    """``Budi Santoso`` → ``BS``: for an avatar without a picture."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "–"


@register.filter
def spoken_phone(value: str) -> str:
    """Digits and a leading plus only, for ``tel:`` addresses."""
    text = str(value or "")
    return ("+" if text.strip().startswith("+") else "") + re.sub(r"\D", "", text)


@register.simple_tag
def localized_path(path: str, language: str = "") -> str:
    """``path`` (as Indonesian has it, without prefix) in ``language`` or the page's own."""
    return localized(path, english=is_english(language) and path.startswith("/"))


@register.filter
def term_name(term) -> str:
    """The name of an activity, programme or topic (a row, or ``{"name", "name_en"}``) in the page's
    language; Indonesian where it has no other."""
    if not isinstance(term, dict):
        return term.name_in("en" if is_english() else "id")
    return (term.get("name_en") if is_english() else "") or term.get("name", "")


@cache
def _symbols() -> dict[str, str]:
    return dict(_SYMBOL.findall(ICONS.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, extra_class: str = "") -> str:
    """An icon of the sprite, written into the page, hidden from screen readers.

    Raises KeyError for a name that the sprite does not have.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {extra_class}" if extra_class else "",
        mark_safe(_symbols()[name]),  # our own file
    )


def _value(thing, name):
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def _waiting(placeholder: str) -> str:
    """A placeholder as a drawing that needs no style and no script; nothing for none."""
    cells = [
        (colour, at % placeholders.COLUMNS, at // placeholders.COLUMNS)
        for at, colour in enumerate(placeholders.colours(placeholder))
    ]
    if not cells:
        return ""
    return format_html(
        '<svg class="wait" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">{}</svg>',
        placeholders.COLUMNS,
        placeholders.ROWS,
        format_html_join("", '<path fill="{}" d="M{} {}h1v1h-1z"/>', cells),
    )


@register.filter
def films_for_a_player(media) -> list[dict]:
    """The whole files of a film in the order in which a player should look at them.

    A player takes the first that it can play and whose ``media`` holds: the smallest for whoever
    saves data, a middle one for a narrow screen, else the largest.
    """
    films = [
        {name: _value(source, name) for name in ("url", "content_type", "width", "height")}
        for source in (_value(media, "sources") or [])
        if str(_value(source, "content_type")).startswith("video/")
    ]
    films.sort(key=lambda film: film["width"], reverse=True)
    fitting = [film for film in films if min(film["width"], film["height"]) <= _NARROW_SIDE]
    chosen = []
    if len(films) > 1:
        chosen.append(films[-1] | {"media": "(prefers-reduced-data: reduce)"})
    if fitting and fitting[0] is not films[0]:
        chosen.append(fitting[0] | {"media": "(max-width: 40rem)"})
    return [*chosen, *films]


@register.simple_tag
def picture(
    media, sizes: str = "", eager: bool = False, alt: str | None = None, wait: bool = False
) -> str:
    """``<picture>`` of a photo (PublicMedia or its dict): best format first, every width offered.

    ``eager`` is for the first picture of a page only. ``wait`` puts the colours of the picture
    behind it until it is there; its frame must be positioned and cut what hangs over. Without any
    source it gives nothing.
    """
    sources = [
        {name: _value(source, name) for name in ("url", "content_type", "width", "height")}
        for source in (_value(media, "sources") or [])
        if str(_value(source, "content_type")).startswith("image/")
    ]
    if not sources:
        return ""
    sources.sort(key=lambda s: (s["content_type"], s["width"]))
    by_type = {kind: list(rows) for kind, rows in groupby(sources, lambda s: s["content_type"])}
    plain = next(k for k in ("image/jpeg", "image/png", *by_type) if k in by_type)
    sizes = sizes or _DEFAULT_SIZES

    def srcset(rows):
        return ", ".join(f"{row['url']} {row['width']}w" for row in rows)

    better = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        (
            (kind, srcset(by_type[kind]), sizes)
            for kind in _FORMAT_ORDER
            if kind in by_type and kind != plain
        ),
    )
    middle = next((s for s in by_type[plain] if s["width"] >= 900), by_type[plain][-1])
    return format_html(
        '{}<picture>{}<img{} src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" '
        'decoding="async" {}></picture>',
        _waiting(str(_value(media, "placeholder") or "")) if wait else "",
        better,
        _focus_class(_value(media, "focus")),
        middle["url"],
        srcset(by_type[plain]),
        sizes,
        middle["width"],
        middle["height"],
        (_value(media, "alt") or "") if alt is None else alt,
        mark_safe('fetchpriority="high"' if eager else 'loading="lazy"'),
    )


def _focus_class(focus) -> str:
    """What ``focus.css`` needs to keep that point in every crop: in steps of ten per cent, since
    the content policy forbids styles in the page."""
    if not focus:
        return ""
    x, y = (round(part / 10) * 10 for part in focus)
    return format_html(' class="focus-x-{} focus-y-{}"', x, y)


@register.simple_tag
def json_ld(data) -> str:
    """A JSON-LD data block. Not script: browsers never run it, so the content policy allows it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(safe))


@register.simple_tag
def absolute(path: str) -> str:
    """``path`` with the site's public address in front; an address that has one stays."""
    return addresses.absolute(str(path or ""))


@register.simple_tag
def absolute_static(path: str) -> str:
    """The full address of a static file, for cards of other sites."""
    return absolute(static(path))
