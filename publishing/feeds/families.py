"""The feeds that publishing itself knows: places, units, officers and media types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from uuid import UUID

from django.urls.converters import UUIDConverter
from django.utils.translation import gettext_lazy as _

from cms.people.models import Officer
from cms.people.selectors import officer_path
from cms.places.models import Level, Region, Unit, UnitLevel
from cms.places.selectors import search_regions
from publishing.feeds.spec import FeedFamily, FeedSpec, Member, register, register_family
from publishing.site.officers import find_officers

UUID_PATTERN = re.compile(UUIDConverter.regex)


def _regions(
    level: Level, *, home: Callable[[str], str] = lambda _code: "", **fields
) -> FeedFamily:
    """The family of all areas of ``level``; ``home`` is the page that shows one of them."""

    def member(region: Region) -> Member:
        return Member(region.code, region.name, home(region.code))

    def living(**narrowed) -> Iterable[Member]:
        rows = Region.objects.filter(level=level, retired_on=None, **narrowed)
        return [member(region) for region in rows.order_by("name")]

    def find(code: str) -> Member | None:
        found = Region.objects.filter(level=level, code=code).first()
        return member(found) if found else None

    def search(query: str, limit: int) -> Iterable[Member]:
        return [member(region) for region in search_regions(query, levels=(level,), limit=limit)]

    # All provinces fit on one page; areas below are listed inside one.
    listed = (
        {"members": living}
        if level == Level.PROVINCE
        else {"inside": lambda province: living(parent__code=province)}
    )
    return FeedFamily(
        sentence=_("Kabar dari {name}."), find=find, search=search, **listed, **fields
    )


def _units(**narrowed) -> Iterable[Member]:
    rows = Unit.objects.filter(is_active=True, **narrowed).order_by("path")
    return [Member(code, name) for code, name in rows.values_list("code", "name")]


def _find_unit(code: str) -> Member | None:
    name = Unit.objects.filter(code=code).values_list("name", flat=True).first()
    return Member(code, name) if name is not None else None


def _units_inside(province: str) -> Iterable[Member]:
    polda = Unit.objects.filter(code=f"POLDA-{province}").values_list("path", flat=True).first()
    return _units(path__startswith=polda) if polda else ()


def _search_units(query: str, limit: int) -> Iterable[Member]:
    rows = Unit.objects.filter(is_active=True).exclude(level=UnitLevel.MABES)
    for word in query.split()[:4]:
        rows = rows.filter(name__icontains=word)
    rows = rows.order_by("depth", "name").values_list("code", "name")[:limit]
    return [Member(code, name) for code, name in rows]


def _officer(officer: Officer) -> Member:
    return Member(str(officer.public_id), str(officer), officer_path(officer))


def _find_officer(key: str) -> Member | None:
    found = Officer.objects.filter(public_id=key, is_active=True).first()
    return _officer(found) if found else None


def _search_officers(query: str, limit: int) -> Iterable[Member]:
    return [_officer(officer) for officer in find_officers(query).order_by("name", "id")[:limit]]


PLACES_AND_PEOPLE = (
    _regions(
        Level.PROVINCE,
        slug="provinsi",
        name=_("Provinsi"),
        pattern=re.compile(r"[0-9]{2}"),
        tag="province",
        narrow=lambda key: {"columns": (("province_code", key),)},
        home=lambda code: f"/cerita/?provinsi={code}",
        position=20,
    ),
    _regions(
        Level.REGENCY,
        slug="kabupaten",
        name=_("Kabupaten dan kota"),
        pattern=re.compile(r"[0-9]{2}[.][0-9]{2}"),
        tag="regency",
        narrow=lambda key: {"columns": (("regency_code", key),)},
        position=30,
    ),
    FeedFamily(
        slug="satuan",
        name=_("Satuan"),
        sentence=_("Kabar dari wilayah {name}."),
        pattern=re.compile(r"(POLDA|POLRES|POLSEK)-[A-Za-z0-9.-]{1,60}"),
        tag="unit",
        narrow=lambda key: {"columns": ((key.partition("-")[0].lower(), key),)},
        find=_find_unit,
        members=lambda: _units(level=UnitLevel.POLDA),
        inside=_units_inside,
        search=_search_units,
        position=40,
    ),
    FeedFamily(
        slug="petugas",
        name=_("Bhabinkamtibmas"),
        sentence=_("Kabar tentang {name}."),
        pattern=UUID_PATTERN,
        tag="officer",
        narrow=lambda key: {"through": ("officers", "officer_public_id", UUID(key))},
        find=_find_officer,
        search=_search_officers,
        position=60,
    ),
)
MEDIA = (
    FeedSpec(
        slug="media/foto",
        title=_("Foto"),
        description=_("Terbitan yang membawa foto."),
        home_path="/umpan/media/foto/",
        columns=(("has_photo", True),),
        position=41,
    ),
    FeedSpec(
        slug="media/video",
        title=_("Video"),
        description=_("Terbitan yang membawa video, juga untuk aplikasi podcast."),
        home_path="/umpan/media/video/",
        columns=(("has_video", True),),
        is_podcast=True,
        position=42,
    ),
    FeedSpec(
        slug="media/suara",
        title=_("Suara"),
        description=_("Terbitan yang membawa rekaman suara, untuk aplikasi podcast."),
        home_path="/umpan/media/suara/",
        columns=(("has_audio", True),),
        is_podcast=True,
        position=43,
    ),
)


def register_all() -> None:
    """Fill the tables; called once when Django is ready."""
    for family in PLACES_AND_PEOPLE:
        register_family(family)
    for spec in MEDIA:
        register(spec)
