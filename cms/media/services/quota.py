"""How much one person may send in a day, by whatever door, counting what is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import TooMany
from cms.media.models import Derivative, JoinRole, ResumableState, ResumableUpload, Upload

DAY = timedelta(days=1)
OPEN_MAX = 100
# Of a day that is used up: whether there is room again is worth asking every hour.
_LATER_S, _SOON_S = 3600, 60


def require_quota(actor, length: int, *, parts: Sequence[ResumableUpload] = ()) -> None:
    """Raise TooMany when another file of ``length`` bytes, joined from ``parts``, is too much for
    today. Three queries, two more on a day when something was joined."""
    now = timezone.now()
    since = now - DAY
    announced = ResumableUpload.objects.filter(owner=actor, created_at__gt=since)
    # Parts count with the bytes, what they are joined to with the files and the bytes beyond them:
    # a part may be joined many times.
    way = announced.aggregate(
        files=Count("pk", filter=~Q(role=JoinRole.PARTIAL)),
        bytes=Sum("length", filter=~Q(role=JoinRole.FINAL)),
        open=Count("pk", filter=Q(state=ResumableState.RECEIVING, expires_at__gt=now)),
        joined=Count("pk", filter=Q(role=JoinRole.FINAL)),
    )
    beyond, used = _joined(announced) if way["joined"] else (0, set())
    new_bytes = length - sum({one.pk: one.length for one in parts if one.pk not in used}.values())
    kept = Upload.objects.filter(owner=actor, created_at__gt=since)
    doors = kept.exclude(pk__in=announced.values("pk"))
    other = doors.aggregate(files=Count("pk"), bytes=Sum("byte_count"))
    quota = settings.UPLOADS_PER_DAY
    count = way["files"] + other["files"]
    if count >= quota["files"]:
        words = _("Hari ini sudah %(count)d berkas; lanjutkan besok.") % {"count": count}
        raise TooMany(words, wait_s=_LATER_S)
    total = (way["bytes"] or 0) + beyond + (other["bytes"] or 0) + _derived_bytes(kept)
    if total + new_bytes > quota["bytes"]:
        words = _("Jatah kiriman hari ini (%(limit)d GB) habis; lanjutkan besok.") % {
            "limit": quota["bytes"] // 1024**3
        }
        raise TooMany(words, wait_s=_LATER_S)
    if way["open"] >= OPEN_MAX:
        words = _("Ada %(count)d kiriman yang belum selesai. Selesaikan dulu.") % {
            "count": way["open"]
        }
        raise TooMany(words, wait_s=_SOON_S)


def count_given_up(*, owner_id: int, byte_count: int, since: datetime) -> None:
    """Let ``byte_count`` bytes that came at ``since`` count that day, though their file goes now:
    else whoever sends and throws away could send without end. Side effect: a row that no address
    leads to, swept after the day."""
    over = since + DAY
    if not byte_count or over <= timezone.now():
        return
    ResumableUpload.objects.create(
        owner_id=owner_id,
        length=byte_count,
        offset=byte_count,
        role=JoinRole.PARTIAL,  # counts with the bytes, not with the files
        state=ResumableState.REFUSED,
        reason=_("Dibatalkan oleh pengirimnya."),
        code="given-up",
        created_at=since,
        expires_at=over,
    )


def _joined(announced) -> tuple[int, set[UUID]]:
    """By how many bytes what was joined is more than its parts, each counted once; those parts."""
    finals = announced.filter(role=JoinRole.FINAL).exclude(state=ResumableState.REFUSED)
    beyond, used = 0, set()
    for length, names in finals.values_list("length", "joined"):
        beyond += length
        used |= {UUID(name) for name in names}
    parts = announced.filter(role=JoinRole.PARTIAL).values_list("pk", "length")
    return beyond - sum(length for key, length in parts if key in used), used


def _derived_bytes(uploads) -> int:
    """How many bytes of derivatives were made of ``uploads``."""
    keys = uploads.order_by()
    made = Derivative.objects.filter(
        Q(photo__in=keys.filter(photo__isnull=False).values("photo"))
        | Q(video__in=keys.filter(video__isnull=False).values("video"))
    )
    return made.aggregate(sum=Sum("byte_count"))["sum"] or 0
