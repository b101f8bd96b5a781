"""Which feeds exist, as data: single feeds, and families of feeds with one member a place, unit,
officer or term.

Publishing fills both tables itself (``publishing.feeds.families``); a content app adds its own in
``AppConfig.ready()``. An address is the slug of a single feed (``site``) or ``<family>/<key>``
(``provinsi/32``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

KEPT_SECONDS = 300
KEY_MAX = 80


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One feed: its addresses are ``/feeds/<slug>.rss``, ``.atom`` and ``.json``.

    ``kind`` None is every kind. ``columns`` narrow the read model; ``through`` names instead a
    table of its own by which items are found, as (relation, column, value). ``tag`` is the cache
    tag of everything in the feed. ``is_news`` puts its kind into the news sitemap. Lists follow
    ``position``.
    """

    slug: str
    title: Any
    description: Any
    home_path: str = "/"
    kind: str | None = None
    columns: tuple[tuple[str, Any], ...] = ()
    through: tuple[str, str, Any] | None = None
    tag: str = "items"
    is_podcast: bool = False
    is_news: bool = False
    position: int = 50


@dataclass(frozen=True, slots=True)
class Member:
    """What a family knows of one of its feeds. ``home_path`` empty: the feed's own page."""

    key: str
    title: str
    home_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFamily:
    """Feeds of one sort. ``sentence`` holds ``{name}``.

    ``find`` gives the member with a key that fits ``pattern``, or None. ``members`` lists those
    that a page can show whole; ``inside`` those within a province; ``search`` those whose name
    may be meant, at most so many. ``narrow`` turns a key into the fields of ``FeedSpec`` that
    choose its items; ``tag`` is the beginning of its cache tag.
    """

    slug: str
    name: Any
    sentence: Any
    pattern: re.Pattern
    tag: str
    narrow: Callable[[str], dict[str, Any]]
    find: Callable[[str], Member | None]
    members: Callable[[], Iterable[Member]] = tuple
    inside: Callable[[str], Iterable[Member]] = lambda _province: ()
    search: Callable[[str, int], Iterable[Member]] = lambda _query, _limit: ()
    position: int = 50

    def spec(self, member: Member) -> FeedSpec:
        """The feed of ``member``."""
        address = f"{self.slug}/{member.key}"
        return FeedSpec(
            slug=address,
            title=member.title,
            description=format_lazy(self.sentence, name=member.title),
            home_path=member.home_path or f"/umpan/{address}/",
            **{"tag": f"{self.tag}-{member.key}", **self.narrow(member.key)},
        )


_specs: dict[str, FeedSpec] = {}
_families: dict[str, FeedFamily] = {}


def register(spec: FeedSpec) -> None:
    """Add a single feed. Raises ValueError when its slug is taken."""
    if spec.slug in _specs or spec.slug in _families:
        raise ValueError(f"a feed {spec.slug!r} exists already")
    _specs[spec.slug] = spec


def register_family(family: FeedFamily) -> None:
    """Add a family. Raises ValueError when its slug is taken."""
    if family.slug in _specs or family.slug in _families:
        raise ValueError(f"a feed {family.slug!r} exists already")
    _families[family.slug] = family


def find(address: str) -> FeedSpec | None:
    """The feed at ``address``, or None. At most one query, kept for five minutes."""
    if address in _specs:
        return _specs[address]
    slug, _slash, key = address.partition("/")
    family = _families.get(slug)
    if family is None or len(key) > KEY_MAX or not family.pattern.fullmatch(key):
        return None
    # Only what exists is kept: a guessed address must not push a real one out of the cache.
    kept = f"feed:{slug}:{key}"
    member = cache.get(kept)
    if member is None:
        member = family.find(key)
        if member is None:
            return None
        cache.set(kept, member, KEPT_SECONDS)
    return family.spec(member)


def all_specs() -> tuple[FeedSpec, ...]:
    """Every single feed, the site's own first."""
    return tuple(sorted(_specs.values(), key=lambda spec: spec.position))


def all_families() -> tuple[FeedFamily, ...]:
    """Every family, in the order of lists."""
    return tuple(sorted(_families.values(), key=lambda family: family.position))


def family_named(slug: str) -> FeedFamily | None:
    """The family with this slug, or None."""
    return _families.get(slug)


def addresses_of(
    *, kind: str, tags: Iterable[str], has_photo: bool, has_video: bool, has_audio: bool
) -> list[str]:
    """Addresses of the feeds that hold an item with these cache tags."""
    found = [
        spec.slug
        for spec in _specs.values()
        if not spec.columns and (spec.kind is None or spec.kind == kind)
    ]
    held = {"has_photo": has_photo, "has_video": has_video, "has_audio": has_audio}
    found += [
        spec.slug
        for spec in _specs.values()
        if spec.columns and all(held.get(name) == value for name, value in spec.columns)
    ]
    by_tag = {family.tag: family for family in _families.values()}
    for tag in tags:
        beginning, _dash, key = tag.partition("-")
        family = by_tag.get(beginning)
        if family and family.pattern.fullmatch(key):
            found.append(f"{family.slug}/{key}")
    return list(dict.fromkeys(found))


register(
    FeedSpec(
        slug="site",
        title=_("Sambang: kabar dari desa"),
        description=_("Semua cerita, profil dan pengumuman yang terbit."),
        position=0,
    )
)
