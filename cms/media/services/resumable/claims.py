"""One writer at a time, whatever dies: a claim on the row that others can take away."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Missing
from cms.media.models import ResumableState, ResumableUpload
from cms.media.pieces import pieces
from cms.media.services.resumable.errors import Expired

LEASE = timedelta(seconds=15)
# Around one request to the store that may take long: a part sent, a gigabyte joined or moved.
PART_LEASE = timedelta(minutes=1)
LONG_LEASE = timedelta(minutes=5)
EXPIRES_AFTER = timedelta(days=7)
LETTING_GO_S = 3.0
_POLL_S = 0.05
# Between its claim and the lock of the system a writer may need so long.
_BEGINNING_S = 0.5


def own(actor, upload_id: uuid.UUID) -> ResumableUpload:
    """The file on its way that ``actor`` sends. Raises Missing, also for somebody else's, and
    Expired."""
    found = ResumableUpload.objects.filter(pk=upload_id, owner=actor).first()
    if found is None:
        raise Missing(_("Kiriman berkas itu tidak ada."))
    if found.expires_at <= timezone.now():
        raise Expired
    found.owner = actor
    return found


def require_here(upload: ResumableUpload) -> None:
    """Raise Expired for a file that tusd has begun: it is not asked here while tusd runs, and once
    that is gone its sender begins again. Side effect: such a file ends."""
    if upload.is_at_tusd:
        ResumableUpload.objects.filter(pk=upload.pk).update(expires_at=timezone.now())
        raise Expired


def claim(
    upload: ResumableUpload, *, state: str, offset: int, lease: timedelta = LEASE, **values
) -> uuid.UUID | None:
    """Become the one who writes while ``upload`` is in ``state`` at ``offset``; None when somebody
    else is, or it is elsewhere. ``values`` change with it. One query."""
    token, now = uuid.uuid4(), timezone.now()
    free = Q(claim=None) | Q(claimed_until__lte=now)
    taken = ResumableUpload.objects.filter(free, pk=upload.pk, state=state, offset=offset).update(
        claim=token, claimed_until=now + lease, let_go=False, **values
    )
    return token if taken else None


def held(upload: ResumableUpload, token: uuid.UUID):
    """The row, while ``token`` holds it: an update of none of it means that the claim is gone."""
    return ResumableUpload.objects.filter(pk=upload.pk, claim=token)


def release(upload: ResumableUpload, token: uuid.UUID) -> None:
    """Let others write."""
    held(upload, token).update(claim=None, claimed_until=None, let_go=False)


def take_back(upload: ResumableUpload) -> ResumableUpload:
    """Have the request that still writes save and let go, so that another may go on.

    Waits for it at most ``LETTING_GO_S`` seconds; one that does not answer has died or hangs, and
    its claim is taken away. The row as it is then. Not in a transaction: the other one must see
    what is asked of it.
    """
    if upload.claim is None or upload.state != ResumableState.RECEIVING:
        return upload
    before, store = upload.claim, pieces()
    held(upload, before).update(let_go=True)
    now = time.monotonic()
    deadline, alive_until = now + LETTING_GO_S, now + _BEGINNING_S
    while now < deadline and held(upload, before).exists():
        if store.is_written(upload.pk):
            alive_until = now + _BEGINNING_S
        elif now > alive_until:
            break  # its process died, and the system's lock with it
        time.sleep(_POLL_S)
        now = time.monotonic()
    release(upload, before)
    upload.refresh_from_db()
    return upload
