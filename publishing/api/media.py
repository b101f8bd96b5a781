"""Media: every picture and film that is published."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from cms.base.api.answering import READ, as_asked, open_answer, page_body, sparse
from cms.base.api.asking import check, moment, named
from cms.base.api.schemas import Paging, answers
from cms.base.cursors import paginate
from publishing.api.schemas import MediaDocument, MediaList
from publishing.document import ITEMS
from publishing.models import ItemMedia

router = Router(tags=["media"])
ORDERING = ("-published_at", "-id")
MEMBERS = tuple(MediaDocument.model_fields)


class Fields(Schema):
    """How pictures and films are shown."""

    fields: str | None = Field(
        None, max_length=300, description="Members of each, by commas; all without it."
    )


class MediaFilter(Paging, Fields):
    """What a list of media may be narrowed by."""

    kind: Literal["photo", "video", "audio"] | None = None
    since: datetime | None = Field(None, description="Published at this moment or later.")
    until: datetime | None = Field(None, description="Published before this moment.")


@router.api_operation(
    READ, "/media/", summary="Pictures and films, newest first", response=answers(MediaList)
)
def list_media(request, filters: Query[MediaFilter]):
    """Pictures and films of live items, with every file and the item that shows them."""
    check(request, MediaFilter)
    names = named(filters.fields, "fields", MEMBERS)
    media = ItemMedia.objects.all()
    if filters.kind:
        media = media.filter(kind=filters.kind)
    if since := moment(filters.since, "since"):
        media = media.filter(published_at__gte=since)
    if until := moment(filters.until, "until"):
        media = media.filter(published_at__lt=until)
    page = paginate(
        media.values("id", "published_at", "document"),
        ordering=ORDERING,
        cursor=filters.cursor,
        limit=filters.limit,
    )
    documents = (sparse(row["document"], names) for row in page.rows)
    return open_answer(
        request, page_body(as_asked(request), "media", documents, page=page), tags=[ITEMS]
    )


@router.api_operation(
    READ, "/media/{uuid:public_id}/", summary="One picture or film",
    response=answers(MediaDocument, 404),
)  # fmt: skip
def get_media(request, public_id: UUID, detail: Query[Fields]):
    """The picture or film, with the newest item that shows it."""
    check(request, Fields)
    names = named(detail.fields, "fields", MEMBERS)
    row = (
        ItemMedia.objects.filter(public_id=public_id)
        .order_by(*ORDERING)
        .values_list("document", "item__cache_tags")
        .first()
    )
    if row is None:
        raise Http404
    return open_answer(request, sparse(bytes(row[0]), names), tags=row[1].split())
