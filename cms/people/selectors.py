"""Reading of officers, postings and notices."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from cms.media.public import MediaSource
from cms.people.models import Notice, Officer, Posting
from cms.people.public import PublicPerson


def officer_of(user) -> Officer | None:
    """The active officer who signs in as ``user``; one query."""
    if user is None or not user.is_authenticated:
        return None
    return Officer.objects.filter(user=user, is_active=True).select_related("unit").first()


def postings_on(officer: Officer, date: datetime.date) -> QuerySet[Posting]:
    """The villages ``officer`` serves on ``date``, the newest posting first."""
    return (
        officer.postings.filter(Q(ends_on=None) | Q(ends_on__gte=date), begins_on__lte=date)
        .select_related("village")
        .order_by("-begins_on", "pk")
    )


def unread_notices(user, *, limit: int = 20) -> list[Notice]:
    """The newest unread notices of ``user``."""
    return list(Notice.objects.filter(user=user, read_at=None).order_by("-id")[:limit])


def officer_path(officer: Officer) -> str:
    """The officer's public address."""
    return f"/bhabinkamtibmas/{officer.slug}/"


def portrait_source(officer: Officer) -> MediaSource | None:
    """The public portrait, smallest size; None when there is none or it is not public."""
    if officer.portrait is None:
        return None
    found = [d for d in officer.portrait.derivatives.all() if d.public_file]
    if not found:
        return None
    smallest = min(found, key=lambda d: (d.width, d.content_type))
    return MediaSource(
        url=smallest.public_file.url,
        content_type=smallest.content_type,
        width=smallest.width,
        height=smallest.height,
        byte_count=smallest.byte_count,
    )


def officer_for_public(officer: Officer) -> PublicPerson:
    """What the public may know of ``officer``. No query when the portrait is prefetched."""
    return PublicPerson(
        public_id=officer.public_id,
        name=officer.name,
        rank=officer.get_rank_display(),
        path=officer_path(officer),
        portrait=portrait_source(officer),
    )
