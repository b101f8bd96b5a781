"""What nobody continues, and what a dead process left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.jobs import AHEAD, enqueue_on_commit
from cms.media.models import JoinRole, ResumableState, ResumableUpload
from cms.media.pieces import pieces
from cms.media.services.resumable.claims import EXPIRES_AFTER
from cms.media.services.resumable.finishing import ATTEMPTS_MAX
from cms.media.states import RESUMABLE_TABLE

BATCH = 200
ORPHANS_EVERY_S = 3600
# What no row names for so long was left by a process that died between the store and the database.
ORPHANED_AFTER = timedelta(days=1)
# Quotas look back a day; afterwards the kept original itself answers for a finished file.
FINISHED_KEPT = timedelta(days=2)
NOT_STARTED = timedelta(seconds=30)


def sweep_resumable() -> int:
    """Queue again what was not checked, and drop what is over; how many rows were touched.

    Safe to run anywhere, any time. Side effects: bytes of abandoned files go from storage.
    """
    return _queue_again() + _forget()


def _queue_again() -> int:
    """Queue checks that nobody does; each is queued again after as long as it has waited by then:
    its place in the queue is lost, or only far behind, and nobody can tell."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    # Just completed ones are checked by whoever completed them.
    a_while_ago = now + EXPIRES_AFTER - NOT_STARTED
    waiting = ResumableUpload.objects.filter(
        free, state=ResumableState.CHECKING, expires_at__lte=a_while_ago
    )[:BATCH]
    for upload in waiting:
        if upload.attempts >= ATTEMPTS_MAX:
            _give_up(upload)
            continue
        waited = now - (upload.expires_at - EXPIRES_AFTER)
        with transaction.atomic():
            # No claim: whoever comes to it may do it meanwhile.
            mine = ResumableUpload.objects.filter(
                free, pk=upload.pk, state=ResumableState.CHECKING
            ).update(claim=None, claimed_until=now + waited)
            if not mine:
                continue
            enqueue_on_commit("cms.media.tasks.finish_upload", str(upload.pk), priority=AHEAD)
    return len(waiting)


def _give_up(upload: ResumableUpload) -> None:
    words = _("Berkas ini gagal diperiksa beberapa kali. Kirim ulang, atau hubungi admin.")
    ResumableUpload.objects.filter(pk=upload.pk, state=ResumableState.CHECKING).update(
        state=RESUMABLE_TABLE.target(upload.state, "refuse"), reason=words, code="gave-up"
    )
    pieces().discard(upload.pk, upload.kept)


def _forget() -> int:
    now = timezone.now()
    expired = ~Q(state=ResumableState.CHECKING) & Q(expires_at__lte=now)
    finished = Q(state=ResumableState.KEPT, created_at__lte=now - FINISHED_KEPT)
    over = list(ResumableUpload.objects.filter(expired | finished).order_by("expires_at")[:BATCH])
    for upload in over:
        if upload.state == ResumableState.KEPT and upload.role != JoinRole.PARTIAL:
            continue
        pieces().discard(upload.pk, upload.kept)
    ResumableUpload.objects.filter(pk__in=[upload.pk for upload in over]).delete()
    return len(over)


def sweep_orphans() -> int:
    """Drop bytes in the store of pieces that no file on its way names; how many keys.

    Reads the whole store of pieces: for now and then.
    """
    store, long_ago = pieces(), timezone.now() - ORPHANED_AFTER
    dropped = 0
    for keys in _batched(store.begun_before(long_ago), BATCH):
        known = set(
            ResumableUpload.objects.filter(pk__in=[key for key, _kept in keys])
            .exclude(state=ResumableState.KEPT)
            .values_list("pk", flat=True)
        )
        for key, kept in keys:
            if key not in known:
                store.discard(key, kept)
                dropped += 1
    return dropped


def _batched(things: Iterable, count: int) -> Iterator[list]:
    """Lists of at most ``count`` of ``things``."""
    iterator = iter(things)
    while batch := list(islice(iterator, count)):
        yield batch
