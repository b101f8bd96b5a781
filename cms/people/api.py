"""Officers in the public API: active ones, public fields only."""

from __future__ import annotations

from uuid import UUID

import orjson
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from cms.base.api.answering import READ, as_asked, open_answer, page_body, sparse
from cms.base.api.asking import check, named
from cms.base.api.schemas import Exact, Listed, Paging, Sparse, answers
from cms.base.cursors import paginate
from cms.people.directory import documents, listed_officers
from cms.people.models import Officer
from cms.people.public import OFFICER_LISTS, OFFICERS, officer_tag
from cms.places.models import REGION_CODE

router = Router(tags=["officers"])
ORDERING = ("name", "id")


class OfficerUnit(Exact):
    """The unit an officer belongs to."""

    code: str
    name: str


class OfficerVillage(Exact):
    """A village that an officer serves today."""

    code: str
    name: str
    line: str


class Portrait(Exact):
    """A public portrait."""

    url: str
    content_type: str
    width: int
    height: int
    byte_count: int


class OfficerDocument(Sparse):
    """An officer (Bhabinkamtibmas) as the public may know them."""

    id: UUID
    name: str
    rank: str
    url: str
    bio: str
    public_phone: str
    unit: OfficerUnit
    villages: list[OfficerVillage]
    portrait: Portrait | None


class OfficerList(Listed):
    """A page of officers, by name."""

    officers: list[OfficerDocument]


MEMBERS = tuple(OfficerDocument.model_fields)


class Fields(Schema):
    """How officers are shown."""

    fields: str | None = Field(
        None, max_length=300, description="Members of each, by commas; all without it."
    )


class OfficerFilter(Paging, Fields):
    """What a list of officers may be narrowed by."""

    q: str | None = Field(
        None, min_length=2, max_length=80, description="Parts of the name.", examples=["budi"]
    )
    unit: str | None = Field(
        None, max_length=20, pattern=r"^[A-Za-z0-9.-]+$", description="A unit and all below it.",
        examples=["POLRES-3201"],
    )  # fmt: skip
    region: str | None = Field(
        None,
        pattern=REGION_CODE,
        description="Serving in this area today.",
        examples=["32.01.01.1001"],
    )


@router.api_operation(READ, "/officers/", summary="Officers by name", response=answers(OfficerList))
def list_officers(request, filters: Query[OfficerFilter]):
    """Active officers with their unit and the villages they serve today."""
    check(request, OfficerFilter)
    names = named(filters.fields, "fields", MEMBERS)
    found = listed_officers(
        words=filters.q or "", unit=filters.unit or "", region=filters.region or ""
    )
    page = paginate(
        found.values("id", "name"), ordering=ORDERING, cursor=filters.cursor, limit=filters.limit
    )
    whole = documents(Officer.objects.filter(pk__in=[row["id"] for row in page.rows]))
    rows = (sparse(orjson.dumps(officer), names) for officer in whole)
    body = page_body(as_asked(request), "officers", rows, page=page)
    return open_answer(request, body, tags=[OFFICER_LISTS])


@router.api_operation(
    READ, "/officers/{uuid:public_id}/", summary="One officer",
    response=answers(OfficerDocument, 404),
)  # fmt: skip
def get_officer(request, public_id: UUID, detail: Query[Fields]):
    """The officer, as long as they are active."""
    check(request, Fields)
    names = named(detail.fields, "fields", MEMBERS)
    found = documents(Officer.objects.filter(is_active=True, public_id=public_id))
    if not found:
        raise Http404
    tags = [officer_tag(public_id), OFFICERS]
    return open_answer(request, sparse(orjson.dumps(found[0]), names), tags=tags)
