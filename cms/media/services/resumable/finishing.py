"""All bytes are there: joined where they came in parts, checked, and kept as an original."""

from __future__ import annotations

import hashlib
import logging
import uuid
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import DomainError, Invalid
from cms.media.content_type import Inspected, format_named, inspect
from cms.media.metadata import declared_in
from cms.media.models import ResumableState, ResumableUpload
from cms.media.models.stored_names import original_folder_name
from cms.media.pieces import Pieces, pieces
from cms.media.services.resumable.claims import (
    EXPIRES_AFTER,
    LEASE,
    LONG_LEASE,
    PART_LEASE,
    claim,
    held,
    release,
)
from cms.media.services.uploads import keep_stored
from cms.media.states import RESUMABLE_TABLE

log = logging.getLogger(__name__)
CHUNK_BYTES = 1024 * 1024
ATTEMPTS_MAX = 5
# Larger files are checked in the background: a phone does not wait so long for an answer.
CHECKED_AT_ONCE_BYTES = 64 * 1024 * 1024
RENEW_EVERY = timedelta(seconds=3)
# Parts that were joined are asked about no more; a final one that failed may still be tried again.
PARTS_KEPT = timedelta(hours=1)


class _ClaimLost(Exception):
    """Another process works on this file now."""


def checked_at_once(upload: ResumableUpload) -> bool:
    """Whether the request that brings the last byte also checks the file."""
    return upload.length <= CHECKED_AT_ONCE_BYTES


def checked(upload: ResumableUpload, token: uuid.UUID | None = None) -> ResumableUpload:
    """``upload`` after the check, if it is complete and small; large ones wait their turn.

    ``token`` is given by who holds the claim on it and has counted the attempt. Raises what a file
    can be refused for.
    """
    if upload.state != ResumableState.CHECKING or not checked_at_once(upload):
        return upload
    if token is None:
        return finish(upload_id=upload.pk) or upload
    _finish(upload, token)
    return upload


def finish(*, upload_id: uuid.UUID) -> ResumableUpload | None:
    """Check a complete file and keep it; the row as it is then, None when it is not ours to do.

    May be done again at any point: a process that dies leaves it for the sweeper. Side effects:
    the original in its place and its ingest queued, or nothing left of the bytes. Raises what a
    file can be refused for; trouble of ours is logged and left for later.
    """
    upload = ResumableUpload.objects.filter(
        pk=upload_id, state=ResumableState.CHECKING, attempts__lt=ATTEMPTS_MAX
    ).first()
    if upload is None:
        return None
    # Counted before the work: a file on which the process dies is not tried for ever.
    token = claim(
        upload,
        state=ResumableState.CHECKING,
        offset=upload.length,
        lease=lease_of(upload),
        attempts=F("attempts") + 1,
    )
    return upload if token and _finish(upload, token) else None


def lease_of(upload: ResumableUpload) -> timedelta:
    """How long one request to the store may take with all of ``upload``."""
    return PART_LEASE if checked_at_once(upload) else LONG_LEASE


def _finish(upload: ResumableUpload, token: uuid.UUID) -> bool:
    """Check and keep ``upload``, which says afterwards what became of it; False when it is not ours
    any more."""
    work = _Finishing(upload, token)
    try:
        work.run()
    except DomainError as error:
        work.refuse(error)
        raise
    except _ClaimLost:
        return False
    except Exception:
        log.exception("upload %s could not be checked", upload.pk)
        release(upload, token)
    return True


class _Finishing:
    """One attempt, begun with a fresh claim for as long as :func:`lease_of` says."""

    def __init__(self, upload: ResumableUpload, token: uuid.UUID):
        self._upload, self._token = upload, token
        self._store: Pieces = pieces()
        self._renewed = timezone.now()

    def run(self) -> None:
        upload, store = self._upload, self._store
        before = upload.kept
        if "settled" not in upload.kept:
            if upload.joined:
                self._join()
            store.seal(upload.pk, upload.kept, upload.length)
            self._remember({"settled": self._examined()})
        settled = upload.kept["settled"]
        store.settle(upload.pk, settled["name"])
        with transaction.atomic():
            state = RESUMABLE_TABLE.target(upload.state, "keep")
            if not held(upload, self._token).update(
                state=state, claim=None, claimed_until=None, kept={}
            ):
                raise _ClaimLost
            # Under the lock: by now it may have been turned away, or described anew.
            now_said = ResumableUpload.objects.values_list("belongs_to", "caption")
            belongs_to, caption = now_said.get(pk=upload.pk)
            said = declared_in(upload.metadata)
            keep_stored(
                actor=upload.owner,
                upload_id=upload.pk,
                name=settled["name"],
                seen=Inspected(format_named(settled["format"]), upload.length),
                digest=settled["sha256"],
                said=replace(
                    said,
                    belongs_to=belongs_to,
                    caption=said.caption if caption is None else caption,
                ),
            )
            soon = timezone.now() + PARTS_KEPT
            ResumableUpload.objects.filter(pk__in=upload.joined).update(expires_at=soon)
            # What the store had beside the file itself.
            transaction.on_commit(partial(store.discard, upload.pk, before), robust=True)
        upload.state, upload.kept = state, {}

    def _join(self) -> None:
        """Write the parts one after the other; what an earlier attempt wrote is written over."""
        upload, store = self._upload, self._store
        parts = ResumableUpload.objects.in_bulk([uuid.UUID(key) for key in upload.joined])
        writer = store.writer(upload.pk, upload.kept, 0, self._reserve)
        try:
            for key in upload.joined:
                part = parts[uuid.UUID(key)]
                store.seal(part.pk, part.kept, part.length)
                with store.open(part.pk) as file:
                    while data := file.read(CHUNK_BYTES):
                        writer.write(data)
                        self._renew()
            self._remember(writer.save())
        finally:
            writer.close()

    def _examined(self) -> dict[str, str]:
        """What the file is, and where it will stay. Raises what it can be refused for."""
        upload = self._upload
        declared = declared_in(upload.metadata)
        with self._store.open(upload.pk) as file:
            digest = hashlib.sha256()
            while data := file.read(CHUNK_BYTES):
                digest.update(data)
                self._renew()
            if declared.sha256 and declared.sha256 != digest.hexdigest():
                raise Invalid(_("Isi berkas berubah di jalan. Kirim sekali lagi dari awal."))
            seen = inspect(file, name=declared.name, kind=declared.kind or None)
        return {
            "name": original_folder_name(uuid.uuid4(), f"original.{seen.extension}"),
            "format": seen.format.name,
            "sha256": digest.hexdigest(),
        }

    def _remember(self, what: dict[str, Any]) -> None:
        """Commit what the store needs before it is asked for something that may take long."""
        self._upload.kept = self._upload.kept | what
        self._commit(lease_of(self._upload), kept=self._upload.kept)

    def _reserve(self, kept: dict[str, Any]) -> None:
        self._commit(LEASE, kept=kept)

    def _renew(self) -> None:
        """Say from time to time that this process is alive."""
        if timezone.now() - self._renewed > RENEW_EVERY:
            self._commit(LEASE)

    def _commit(self, lease: timedelta, **values) -> None:
        """Raises when the claim is gone."""
        self._renewed = timezone.now()
        until = self._renewed + lease
        if not held(self._upload, self._token).update(claimed_until=until, **values):
            raise _ClaimLost

    def refuse(self, error: DomainError) -> None:
        """End with a reason that its sender can read for a while; the bytes go."""
        values = {
            "state": RESUMABLE_TABLE.target(ResumableState.CHECKING, "refuse"),
            "reason": str(error)[:300],
            "code": error.code,
            "claim": None,
            "claimed_until": None,
            "expires_at": timezone.now() + EXPIRES_AFTER,
        }
        if held(self._upload, self._token).update(**values):
            self._store.discard(self._upload.pk, self._upload.kept)
