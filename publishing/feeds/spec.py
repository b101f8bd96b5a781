"""Which feeds exist: filled by publishing itself and by each content app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One feed: its address is ``/feeds/<slug>.rss`` and ``.json``. ``kind`` None is every kind."""

    slug: str
    title: Any
    description: Any
    home_path: str = "/"
    kind: str | None = None


_specs: dict[str, FeedSpec] = {}


def register(spec: FeedSpec) -> None:
    """Add a feed. Raises ValueError when its slug is taken."""
    if spec.slug in _specs:
        raise ValueError(f"a feed {spec.slug!r} exists already")
    _specs[spec.slug] = spec


def find(slug: str) -> FeedSpec | None:
    """The feed with this slug, or None."""
    return _specs.get(slug)


def all_specs() -> tuple[FeedSpec, ...]:
    """Every feed, the site's own first."""
    return tuple(_specs.values())


register(
    FeedSpec(
        slug="site",
        title=_("Sambang: kabar dari desa"),
        description=_("Semua cerita, profil dan pengumuman yang terbit."),
    )
)
