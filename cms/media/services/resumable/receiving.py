"""The next piece of a file: written, counted and, when it was the last one, checked."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import DomainError, Refused, TooLarge
from cms.base.jobs import AHEAD, enqueue_on_commit
from cms.media.models import JoinRole, ResumableState, ResumableUpload
from cms.media.pieces import Pieces, Writer, pieces
from cms.media.services.resumable.claims import (
    EXPIRES_AFTER,
    LEASE,
    PART_LEASE,
    claim,
    held,
    own,
    release,
    require_here,
)
from cms.media.services.resumable.errors import (
    ChecksumMismatch,
    Ended,
    Expired,
    Locked,
    NoRoom,
    Stalled,
    WrongOffset,
)
from cms.media.services.resumable.finishing import checked, checked_at_once, lease_of
from cms.media.services.resumable.incoming import Incoming
from cms.media.services.resumable.turns import turn
from cms.media.states import RESUMABLE_TABLE

STALLED_S = 30.0
CLOSING_S = 3.0
WANTED_EVERY_S = 1.0
# Well within LEASE: every renewal is a turn at the database's one writer, on SQLite.
RENEW_EVERY_S = 5.0
ALGORITHMS: dict[str, Callable] = {
    # Against accidents on the way, not against forgers: the protocol demands SHA-1.
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "sha256": hashlib.sha256,
}


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the sender says that the bytes of one request are."""

    algorithm: str
    digest: bytes


def append(
    *,
    actor,
    upload_id: uuid.UUID,
    offset: int,
    stream: BinaryIO,
    body_bytes: int | None,
    checksum: Checksum | None = None,
) -> ResumableUpload:
    """Add what ``stream`` brings at ``offset``; the file as it is then, perhaps kept already.

    ``body_bytes`` is how much the sender says that it sends. A connection that breaks leaves what
    arrived, unless a ``checksum`` was to be compared. Little memory. Side effects: bytes in
    storage; with the last one the file is checked, at once or in the background. Raises Missing,
    Expired, Ended, WrongOffset, Locked, TooLarge, Stalled, NoRoom, Crowded, ChecksumMismatch,
    Refused, and what :func:`finish` finds.
    """
    upload = own(actor, upload_id)
    if upload.role == JoinRole.FINAL:
        raise Refused(_("Berkas gabungan tidak dapat ditambah."))
    if upload.state == ResumableState.REFUSED:
        raise Ended(upload.reason)
    require_here(upload)
    if offset != upload.offset:
        raise WrongOffset(upload.offset)
    left = upload.length - offset
    if body_bytes is not None and body_bytes > left:
        raise _overlong()
    if not left:
        return upload
    with turn():
        token = _received(upload, stream, body_bytes, checksum)
    return checked(upload, token)


def _received(
    upload: ResumableUpload, stream: BinaryIO, body_bytes: int | None, checksum: Checksum | None
) -> uuid.UUID:
    """What comes is written and counted; the claim that the check of a whole file goes on with."""
    offset, left = upload.offset, upload.length - upload.offset
    token = claim(upload, state=ResumableState.RECEIVING, offset=offset)
    if token is None:
        upload.refresh_from_db()
        raise Locked if upload.offset == offset else WrongOffset(upload.offset)
    store = pieces()
    try:
        writer = _writer(store, upload, token)
    except BlockingIOError:
        release(upload, token)
        raise Locked from None
    except FileNotFoundError:
        # What was committed is lost with its disk: the sender begins again.
        ResumableUpload.objects.filter(pk=upload.pk).update(expires_at=timezone.now())
        raise Expired from None
    receiving = _Receiving(upload, token, store, writer, checksum)
    limit, exact = (left, False) if body_bytes is None else (body_bytes, True)
    # One byte more than fits shows a body that is too long.
    incoming = Incoming(stream, limit if exact else limit + 1)
    try:
        with contextlib.closing(writer):
            receiving.all_of(incoming, limit=limit, exact=exact)
    except DomainError:
        raise
    except Exception as error:
        release(upload, token)
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise NoRoom from error
        raise
    finally:
        # Others may write by now; only the answer to this request waits.
        incoming.end()
    return token


def _writer(store: Pieces, upload: ResumableUpload, token: uuid.UUID) -> Writer:
    """A writer for who holds the claim. The request before may still be closing the file that it
    let go of: it is given a moment. Raises as of the store."""
    deadline = time.monotonic() + CLOSING_S
    reserve = partial(_reserve, upload, token)
    while True:
        try:
            return store.writer(upload.pk, upload.kept, upload.offset, reserve)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _reserve(upload: ResumableUpload, token: uuid.UUID, kept: dict[str, Any]) -> None:
    """What the store wants to remember before it writes; raises Locked when the file is not ours
    any more."""
    if not held(upload, token).update(kept=kept, claimed_until=timezone.now() + PART_LEASE):
        raise Locked


def _overlong() -> TooLarge:
    return TooLarge(_("Kiriman ini lebih panjang daripada yang disebutkan di awal."))


class _Receiving:
    """One request's turn at writing."""

    def __init__(
        self,
        upload: ResumableUpload,
        token: uuid.UUID,
        store: Pieces,
        writer: Writer,
        checksum: Checksum | None,
    ):
        self._upload, self._token, self._store, self._writer = upload, token, store, writer
        self._expected = checksum
        self._digest = ALGORITHMS[checksum.algorithm]() if checksum else None
        self._offset = upload.offset
        self._unsaved = 0
        self._saved_at = self._renewed_at = self._looked_at = time.monotonic()

    def all_of(self, incoming: Incoming, *, limit: int, exact: bool) -> None:
        """Write until the body ends, somebody else wants the file, or nothing more comes."""
        heard_at = time.monotonic()
        lost = stalled = False
        arrived = 0
        for data in incoming:
            now = time.monotonic()
            if data is None:
                stalled = now - heard_at > STALLED_S
                if stalled:
                    break
            else:
                heard_at = now
                arrived += len(data)
                if arrived > limit:
                    break
                self._take(data)
            if not self._still_ours(now):
                lost = True
                break
        if arrived > limit:
            self._give_up()
            raise _overlong()
        if self._expected is not None:
            self._verify(whole=arrived == limit or not exact)
        saved = self._save(last=True)
        # Whoever else wants a file that is whole has nothing left to write.
        if not saved or (lost and self._upload.state == ResumableState.RECEIVING):
            raise Locked
        if stalled:
            raise Stalled

    def _take(self, data: bytes) -> None:
        self._writer.write(data)
        self._unsaved += len(data)
        if self._digest:
            self._digest.update(data)

    def _still_ours(self, now: float) -> bool:
        """Save from time to time; False when another request wants the file."""
        if self._digest is None and self._unsaved:
            late = now - self._saved_at >= self._store.save_every_s
            if late or self._unsaved >= self._store.save_every_bytes:
                return self._save(last=False)
        if now - self._looked_at < WANTED_EVERY_S:
            return True
        self._looked_at = now
        mine = held(self._upload, self._token).filter(let_go=False)
        if now - self._renewed_at < RENEW_EVERY_S:
            return mine.exists()
        self._renewed_at = now
        return bool(mine.update(claimed_until=timezone.now() + LEASE))

    def _verify(self, *, whole: bool) -> None:
        if whole and compare_digest(self._digest.digest(), self._expected.digest):
            return
        self._give_up()
        if whole:
            raise ChecksumMismatch
        raise Stalled

    def _give_up(self) -> None:
        """Let go of the file as it was committed last."""
        release(self._upload, self._token)

    def _save(self, *, last: bool) -> bool:
        """Make what was written durable and count it; False when the file is no longer ours."""
        now = timezone.now()
        values: dict[str, object] = {
            "claimed_until": now + LEASE,
            "expires_at": now + EXPIRES_AFTER,
        }
        if self._unsaved:
            values["kept"] = self._writer.save()
            values["offset"] = self._offset + self._unsaved
        if last:
            values |= {"claim": None, "claimed_until": None, "let_go": False}
        upload = self._upload
        whole = self._offset + self._unsaved == upload.length and upload.role == JoinRole.WHOLE
        completes = whole and upload.state == ResumableState.RECEIVING
        if completes:
            values["state"] = RESUMABLE_TABLE.target(upload.state, "complete")
        if whole and checked_at_once(upload):
            # Whoever brought the last byte goes on with the check, on the same claim.
            values |= {"claim": self._token, "claimed_until": now + lease_of(upload), "attempts": 1}
        mine = held(upload, self._token)
        if not last:
            mine = mine.filter(let_go=False)
        if not mine.update(**values):
            return False
        for name, value in values.items():
            setattr(upload, name, value)
        if completes and not checked_at_once(upload):
            enqueue_on_commit("cms.media.tasks.finish_upload", str(upload.pk), priority=AHEAD)
        self._offset += self._unsaved
        self._unsaved = 0
        self._saved_at = self._renewed_at = self._looked_at = time.monotonic()
        return True
