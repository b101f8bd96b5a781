"""A ``PublicItem`` as columns of the read model and as the API's prepared answer.

The same item gives the same bytes: keys are sorted, times are in UTC, nothing reads the clock.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.utils import translation

from cms.base.addresses import absolute
from cms.base.html import clean_characters, clean_html, clean_text
from publishing.item import PublicItem, PublicMedia, PublicTerm
from publishing.registry import Adapter

TITLE_MAX = 255
# Cache tags: the front page's own words; every list of items.
FRONT_PAGE, ITEMS = "home", "items"
SUMMARY_MAX = 600
REGENCY_LENGTH = 5
UNIT_COLUMNS = ("polda", "polres", "polsek")


def clean(item: PublicItem) -> PublicItem:
    """``item`` with sanitised HTML and without characters that would break a feed, in any word."""
    item = _clean_words(item)
    return dataclasses.replace(
        item,
        title=clean_text(item.title)[:TITLE_MAX],
        summary=clean_text(item.summary)[:SUMMARY_MAX],
        body_html=clean_html(item.body_html),
        corrections=tuple(
            dataclasses.replace(correction, note=clean_text(correction.note))
            for correction in item.corrections
        ),
    )


def _clean_words(value: Any) -> Any:
    """``value`` with every text inside it clean, however deep: names, captions, places."""
    if isinstance(value, str):
        return clean_characters(value)
    if isinstance(value, tuple | list):
        return type(value)(_clean_words(part) for part in value)
    if isinstance(value, Mapping):
        return {key: _clean_words(part) for key, part in value.items()}
    if dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **{k: _clean_words(v) for k, v in fields.items()})
    return value


def read(adapter: Adapter, page: Any) -> PublicItem:
    """``page`` as the public will read it, cleaned, in the site's own language whatever language
    the person at the keyboard reads the admin in."""
    with translation.override(settings.LANGUAGE_CODE):
        return clean(adapter.to_item(page))


def plain(value: Any) -> Any:
    """Dataclasses, UUIDs, times and read-only mappings as plain JSON values."""
    return orjson.loads(orjson.dumps(value, default=_default))


def _default(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "items"):
        return dict(value)
    return str(value)


def columns(item: PublicItem) -> dict[str, Any]:
    """The columns of ``PublishedItem`` that follow from ``item`` alone (no ``seq``, no state)."""
    photos = [media for media in item.media if media.kind == "photo" and media.sources]
    document = document_bytes(item)
    place = item.place
    names = (place.village, place.district, place.regency, place.province) if place else ()
    return {
        "kind": item.kind,
        "path": item.path,
        "language": item.language,
        "title": item.title,
        "summary": item.summary,
        "body_html": item.body_html,
        "published_at": item.published_at,
        "updated_at": item.updated_at,
        "unit_path": item.unit_path,
        "unit_name": item.unit_name,
        **unit_columns(item.unit_codes),
        "province_code": place.code[:2] if place else "",
        "regency_code": place.code[:5] if place and len(place.code) >= REGENCY_LENGTH else "",
        "region_code": place.code if place else "",
        "place_line": ", ".join(name for name in names if name),
        "activity": item.activity.slug if item.activity else "",
        "programme": item.programme.slug if item.programme else "",
        "has_photo": bool(photos),
        "has_video": any(media.kind == "video" for media in item.media),
        "has_audio": any(media.kind == "audio" for media in item.media),
        "lead_image": plain(photos[0]) if photos else None,
        "data": plain(
            {
                "people": item.people,
                "place": item.place,
                "media": item.media,
                "activity": item.activity,
                "programme": item.programme,
                "topics": item.topics,
                "corrections": item.corrections,
                "extra": item.extra,
            }
        ),
        "document": document,
        "etag": hashlib.sha256(document).hexdigest(),
        "cache_tags": " ".join(tags(item)),
    }


def unit_columns(codes: tuple[str, ...]) -> dict[str, str]:
    """The column of each level of ``codes`` (``POLRES-3201`` is a Polres), blank for the rest."""
    by_level = {code.partition("-")[0].lower(): code for code in codes}
    return {level: by_level.get(level, "") for level in UNIT_COLUMNS}


def item_tag(public_id: UUID) -> str:
    """The cache tag of whatever shows this item by name."""
    return f"item-{public_id}"


def tags(item: PublicItem) -> list[str]:
    """Cache tags of ``item``: what changes when it does."""
    found = [item_tag(item.public_id), ITEMS, f"kind-{item.kind}", *item.cache_tags]
    if item.programme:
        found.append(f"programme-{item.programme.slug}")
    if item.activity:
        found.append(f"activity-{item.activity.slug}")
    if item.place:
        found.append(f"province-{item.place.code[:2]}")
        if len(item.place.code) >= REGENCY_LENGTH:
            found.append(f"regency-{item.place.code[:5]}")
    found += [f"unit-{code}" for code in item.unit_codes]
    found += [f"topic-{topic.slug}" for topic in item.topics]
    found += [f"officer-{person.public_id}" for person in item.people]
    return list(dict.fromkeys(found))


def document_bytes(item: PublicItem) -> bytes:
    """The API's object for ``item``, as JSON bytes."""
    return orjson.dumps(
        {
            "id": str(item.public_id),
            "kind": item.kind,
            "url": absolute(item.path),
            "language": item.language,
            "title": item.title,
            "summary": item.summary,
            "body_html": item.body_html,
            "published_at": utc(item.published_at),
            "updated_at": utc(item.updated_at),
            "unit": item.unit_name or None,
            "unit_codes": list(item.unit_codes),
            "place": dataclasses.asdict(item.place) if item.place else None,
            "people": [
                {
                    "id": str(person.public_id),
                    "name": person.name,
                    "rank": person.rank,
                    "url": absolute(person.path) if person.path else None,
                }
                for person in item.people
            ],
            "activity": _term(item.activity),
            "programme": _term(item.programme),
            "topics": [_term(topic) for topic in item.topics],
            "media": [_media(media) for media in item.media],
            "corrections": [
                {
                    "at": utc(correction.at),
                    "note": correction.note,
                    "earlier_url": absolute(correction.earlier_path)
                    if correction.earlier_path
                    else None,
                }
                for correction in item.corrections
            ],
            "extra": plain(item.extra),
        },
        option=orjson.OPT_SORT_KEYS,
    )


def _term(term: PublicTerm | None) -> dict[str, str] | None:
    return {"slug": term.slug, "name": term.name} if term else None


def media_bytes(item: PublicItem, media: PublicMedia) -> bytes:
    """The API's object for one picture, film or recording, with the item that shows it."""
    shown_in = {"id": str(item.public_id), "title": item.title, "url": absolute(item.path)}
    return orjson.dumps(
        _media(media) | {"item": shown_in, "published_at": utc(item.published_at)},
        option=orjson.OPT_SORT_KEYS,
    )


def tombstone_bytes(*, public_id, kind: str, path: str, state: str, at: datetime) -> bytes:
    """What the API says about an item that is no longer public."""
    return orjson.dumps(
        {
            "id": str(public_id),
            "kind": kind,
            "url": absolute(path),
            "state": state,
            "gone_at": utc(at),
        },
        option=orjson.OPT_SORT_KEYS,
    )


def _media(media: PublicMedia) -> dict[str, Any]:
    return {
        "id": str(media.public_id),
        "kind": media.kind,
        "alt": media.alt,
        "caption": media.caption,
        "credit": media.credit,
        "duration_s": media.duration_s or None,
        "placeholder": media.placeholder,
        "poster": _source(media.poster) if media.poster else None,
        "sources": [_source(source) for source in media.sources],
        "stream": _source(media.stream) if media.stream else None,
        "captions": [
            dataclasses.asdict(captions) | {"url": absolute(captions.url)}
            for captions in media.captions
        ],
    }


def _source(source) -> dict[str, Any]:
    return dataclasses.asdict(source) | {"url": absolute(source.url)}


def utc(moment: datetime) -> str:
    """``moment`` as the API writes it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
