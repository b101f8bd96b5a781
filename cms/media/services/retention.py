"""How long originals are kept, and holding one back. Renditions that only the admin made go too.

An original goes when its days are over and nobody needs it: not held, not public, its people
protected or unmarked, its preparation over, no redaction of its film waiting or failed, and no app
above asks for it (:func:`register_keeper`). Master and derivatives stay; what was redacted stays
redacted.

All uploads are walked in the order of their keys, some each round, so that those that have to stay
never stand in the way of the others; the place where a round stopped is in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.acting import acting_user
from cms.base.errors import Conflict, Invalid
from cms.base.outbox import OPEN_IN_SQL
from cms.base.workflow import lock
from cms.media.models import (
    FilmRedaction,
    Photo,
    PhotoRendition,
    PipelineStep,
    PublicUse,
    Upload,
    UploadState,
    Video,
)
from cms.media.permissions import may_handle
from cms.media.services import contents
from cms.media.services.uploads import audit_chain

REASON_MAX = 300
RENDITIONS_KEPT = timedelta(days=30)
BATCH = 100
LOOKED_AT_A_ROUND = 2_000
_PLACE = "media:retention"

# Given ids of uploads, those whose originals somebody still needs.
Keeper = Callable[[list[UUID]], Iterable[UUID]]
_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Ask ``keeper`` before an original goes. Idempotent."""
    if keeper not in _keepers:
        _keepers.append(keeper)


@transaction.atomic
def hold(*, actor, upload: Upload, reason: str) -> Upload:
    """Keep the original whatever retention says (a case, a complaint); audited.

    Raises Refused, Invalid without a reason, Conflict when it is gone already.
    """
    may_handle(actor, upload).require()
    words = " ".join(reason.split())
    if not 0 < len(words) <= REASON_MAX:
        raise Invalid(_("Tulis alasannya, paling panjang 300 huruf."))
    current = lock(Upload.objects.all(), pk=upload.pk)
    if current.original_gone_at:
        raise Conflict(_("Berkas aslinya sudah dihapus menurut masa simpan."))
    current.hold_reason, current.held_by, current.held_at = words, actor, timezone.now()
    current.save(update_fields=["hold_reason", "held_by", "held_at"])
    _note(actor, current, "media.held", {"reason": words})
    return current


@transaction.atomic
def let_go(*, actor, upload: Upload) -> Upload:
    """Retention holds for the original again; audited. Raises Refused, Conflict if not held."""
    may_handle(actor, upload).require()
    current = lock(Upload.objects.all(), pk=upload.pk)
    if current.held_at is None:
        raise Conflict(_("Berkas ini tidak sedang ditahan."))
    reason = current.hold_reason
    current.hold_reason, current.held_by, current.held_at = "", None, None
    current.save(update_fields=["hold_reason", "held_by", "held_at"])
    _note(actor, current, "media.hold-ended", {"reason": reason})
    return current


def sweep_originals() -> int:
    """Let originals go whose time is over; return how many went. 0 days: all stay for ever.

    One round looks at ``LOOKED_AT_A_ROUND`` uploads and lets at most ``BATCH`` go; the next one
    goes on behind them.
    """
    if not settings.ORIGINALS_KEPT_DAYS:
        return 0
    limit = timezone.now() - timedelta(days=settings.ORIGINALS_KEPT_DAYS)
    ids = _next_over(limit)
    gone = 0
    for key in ids:
        with transaction.atomic():
            # Asked again under the lock: it may have been held or published a moment ago.
            current = lock(Upload.objects.all(), pk=key)
            if not _over(limit).filter(pk=key).exists():
                continue
            _go(current, actor=None)
            gone += 1
    return gone


def _next_over(limit) -> list[UUID]:
    """Uploads of this round whose originals nobody needs any more; where it ends is kept."""
    place = cache.get(_PLACE)
    behind = Upload.objects.filter(pk__gt=place) if place else Upload.objects.all()
    seen = list(behind.order_by("pk").values_list("pk", flat=True)[:LOOKED_AT_A_ROUND])
    # By span, not by a list of two thousand keys.
    over = _over(limit).filter(pk__gte=seen[0], pk__lte=seen[-1]) if seen else Upload.objects.none()
    ids = list(over.order_by("pk").values_list("pk", flat=True))
    for keeper in _keepers:
        needed = set(keeper(ids)) if ids else set()
        ids = [key for key in ids if key not in needed]
    if len(ids) > BATCH:
        ids = ids[:BATCH]
        cache.set(_PLACE, ids[-1], None)
    else:
        cache.set(_PLACE, seen[-1] if len(seen) == LOOKED_AT_A_ROUND else None, None)
    return ids


def _over(limit):
    in_public = PublicUse.objects.filter(
        Q(photo__isnull=False, photo=OuterRef("photo"))
        | Q(video__isnull=False, video=OuterRef("video"))
    )
    open_redactions = FilmRedaction.objects.filter(video=OuterRef("video"), state__in=OPEN_IN_SQL)
    open_steps = PipelineStep.objects.filter(upload=OuterRef("pk"), state__in=OPEN_IN_SQL)
    unprotected = Q(photo__is_redacted=False) & ~Q(photo__protect_mark="")
    unprotected |= Q(video__is_redacted=False) & ~Q(video__protect_mark="")
    return (
        Upload.objects.filter(created_at__lt=limit, held_at=None, original_gone_at=None)
        .filter(state__in=[UploadState.READY, UploadState.FAILED])
        .exclude(unprotected)
        # A redaction of a film is burnt into the original; one that failed is asked for again.
        .exclude(video__awaits_redaction=True)
        .exclude(Exists(open_redactions))
        .exclude(Exists(open_steps))
        .exclude(Exists(in_public))
    )


def end_with(thing: Photo | Video) -> None:
    """``thing`` is being deleted, by a door that is not ours: its originals go too, or nobody could
    find them any more. In a transaction. Raises ProtectedError while one is held."""
    for upload in Upload.that_brought(thing).select_for_update():
        if upload.held_at:
            raise ProtectedError("an original is held", {upload})
        if upload.file:
            _go(upload, actor=acting_user())


def _go(upload: Upload, *, actor) -> None:
    contents.let_go(upload)
    upload.original_gone_at = timezone.now()
    upload.save(update_fields=["file", "original", "original_gone_at"])
    _note(actor, upload, "media.original-gone", {"sha256": upload.sha256})


def sweep_renditions() -> int:
    """Delete what Wagtail's screens made a month ago: it is made again when somebody looks."""
    limit = timezone.now() - RENDITIONS_KEPT
    old = list(PhotoRendition.objects.filter(made_at__lt=limit).order_by("made_at")[:BATCH])
    for rendition in old:
        rendition.delete()  # one by one: receivers doom the file
    return len(old)


def _note(actor, upload: Upload, verb: str, data: dict[str, str]) -> None:
    audit.append(actor=actor, verb=verb, target=upload, data=data, chain=audit_chain(upload.pk))
