"""What lists of items may be narrowed by, and what that means."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from cms.base.api.asking import listed, moment
from cms.base.api.schemas import Paging
from cms.base.errors import Invalid
from cms.places.models import REGION_CODE
from publishing.finding import Wanted

SLUG = r"^[A-Za-z0-9_-]+$"
UNIT = r"^(POLDA|POLRES|POLSEK)-[A-Za-z0-9.]+$"
KINDS_AT_MOST = 5
_ALONE = ("updated_since", "updated_until", "seq_after", "seq_until")


class Shown(Paging):
    """How items are shown."""

    fields: str | None = Field(
        None,
        max_length=300,
        description="Members of each item, by commas; all without it.",
        examples=["id,title,url"],
    )
    include: str | None = Field(
        None,
        max_length=60,
        description="Whole resources beside the list, by commas: `officers`, `places`, `media`.",
        examples=["officers,places"],
    )


class StoryFilter(Shown):
    """What a list of stories may be narrowed by."""

    programme: str | None = Field(None, max_length=60, pattern=SLUG, examples=["art-policing"])
    activity: str | None = Field(None, max_length=60, pattern=SLUG, examples=["sambang"])
    topic: str | None = Field(None, max_length=60, pattern=SLUG, examples=["gotong-royong"])
    province: str | None = Field(
        None, pattern=r"^[0-9]{2}$", description="Kemendagri's code.", examples=["32"]
    )
    region: str | None = Field(
        None,
        pattern=REGION_CODE,
        description="Code of an area of any level: it and all inside it.",
        examples=["32.01"],
    )
    unit: str | None = Field(
        None,
        max_length=20,
        pattern=UNIT,
        description="Code of a unit: it and all below it.",
        examples=["POLDA-32"],
    )
    officer: UUID | None = Field(None, description="`id` of an officer whom the item is about.")
    has_video: Literal["true", "false"] | None = None
    has_photo: Literal["true", "false"] | None = None
    language: Literal["id", "en"] | None = None
    q: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="Words that the item holds, all of them; whole words, in any order.",
        examples=["ronda malam"],
    )
    since: datetime | None = Field(
        None,
        description="Published at this moment or later; with its zone.",
        examples=["2026-11-01T00:00:00+07:00"],
    )
    until: datetime | None = Field(None, description="Published before this moment.")


class ItemFilter(StoryFilter):
    """What a list of items may be narrowed by."""

    kind: str | None = Field(
        None,
        max_length=60,
        pattern=r"^[a-z_]{1,20}(,[a-z_]{1,20}){0,4}$",
        description="One kind or several, by commas: `story`, `hero`, `award`.",
        examples=["story,hero"],
    )
    updated_since: datetime | None = Field(
        None,
        description="Changed at this moment or later; newest change first. Stands alone.",
    )
    updated_until: datetime | None = Field(None, description="Changed before this moment.")
    seq_after: int | None = Field(
        None, ge=0, lt=2**63, description="Number of change above this; highest first. Alone."
    )
    seq_until: int | None = Field(None, ge=0, lt=2**63, description="Number up to this one.")


def wanted(filters: StoryFilter, *, kinds: tuple[str, ...] = ()) -> Wanted:
    """What ``filters`` ask for. Raises Invalid for what contradicts itself or has no zone."""
    region = filters.region or filters.province
    if filters.region and filters.province and filters.region[:2] != filters.province:
        raise Invalid(
            _("region tidak berada di province itu."), fields={"region": _("provinsi lain")}
        )
    return Wanted(
        kinds=kinds,
        programme=filters.programme,
        activity=filters.activity,
        topic=filters.topic,
        region=region,
        unit=filters.unit,
        officer=filters.officer,
        language=filters.language,
        has_photo=_flag(filters.has_photo),
        has_video=_flag(filters.has_video),
        query=filters.q,
        since=moment(filters.since, "since"),
        until=moment(filters.until, "until"),
    )


def _flag(value: str | None) -> bool | None:
    return None if value is None else value == "true"


def kinds_of(filters: ItemFilter) -> tuple[str, ...]:
    """The kinds that ``filters`` name."""
    return listed(filters.kind)[:KINDS_AT_MOST]


def change_range(filters: ItemFilter) -> dict[str, object]:
    """The range of changes that ``filters`` ask for, as lookups; empty when they ask for none.

    Raises Invalid when it is combined: only alone is it read from one index.
    """
    asked = [name for name in _ALONE if getattr(filters, name) is not None]
    if not asked:
        return {}
    shown = {*Shown.model_fields}
    others = [
        name
        for name in ItemFilter.model_fields
        if name not in shown and name not in asked and getattr(filters, name) is not None
    ]
    if others or len({name.partition("_")[0] for name in asked}) > 1:
        names = ", ".join(others or asked)
        raise Invalid(
            _("Rentang perubahan tidak dapat digabung dengan: %(names)s.") % {"names": names},
            fields=dict.fromkeys(others or asked, _("tidak dapat digabung")),
        )
    found = {
        "updated_at__gte": moment(filters.updated_since, "updated_since"),
        "updated_at__lt": moment(filters.updated_until, "updated_until"),
        "seq__gt": filters.seq_after,
        "seq__lte": filters.seq_until,
    }
    return {lookup: value for lookup, value in found.items() if value is not None}
