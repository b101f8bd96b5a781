"""The feeds that only stories know: their section, programmes, activities and topics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from publishing.feeds.spec import FeedFamily, FeedSpec, Member
from stories.models import Activity, Programme, Topic
from stories.models.terms import Term

SLUG = re.compile(r"[a-zA-Z0-9_-]{1,60}")
SECTION = FeedSpec(
    slug="cerita",
    title=_("Cerita dari desa"),
    description=_("Semua cerita tentang kerja para Bhabinkamtibmas."),
    home_path="/cerita/",
    kind="story",
    tag="kind-story",
    is_news=True,
    position=1,
)


def _family(
    model: type[Term], *, home: Callable[[str], str] = lambda _slug: "", **fields
) -> FeedFamily:
    def member(term: Term) -> Member:
        return Member(term.slug, term.name, home(term.slug))

    def find(slug: str) -> Member | None:
        found = model.objects.filter(slug=slug).first()
        return member(found) if found else None

    def members() -> Iterable[Member]:
        return [member(term) for term in model.objects.filter(is_active=True)]

    def search(query: str, limit: int) -> Iterable[Member]:
        return [member(t) for t in model.objects.filter(name__icontains=query)[:limit]]

    return FeedFamily(pattern=SLUG, find=find, members=members, search=search, **fields)


FAMILIES = (
    _family(
        Programme,
        slug="program",
        name=_("Program"),
        sentence=_("Kabar dari program {name}."),
        tag="programme",
        narrow=lambda key: {"columns": (("programme", key),)},
        home=lambda slug: f"/cerita/?program={slug}",
        position=10,
    ),
    _family(
        Activity,
        slug="kegiatan",
        name=_("Kegiatan"),
        sentence=_("Kabar tentang kegiatan {name}."),
        tag="activity",
        narrow=lambda key: {"columns": (("activity", key),)},
        home=lambda slug: f"/cerita/?kegiatan={slug}",
        position=11,
    ),
    _family(
        Topic,
        slug="topik",
        name=_("Topik"),
        sentence=_("Kabar tentang {name}."),
        tag="topic",
        narrow=lambda key: {"through": ("topics", "slug", key)},
        position=12,
    ),
)
