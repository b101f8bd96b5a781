"""A file that is here already need not be sent again, by whoever shows that they have it.

Whoever knows only a hash learns nothing: the question is answered alike for any, and the proof is
over bytes of the file that the question chooses at random. See docs/adr/0011.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from hmac import compare_digest

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media.belonging import admit
from cms.media.content_type import Inspected, format_named, require_honest_name, require_kind
from cms.media.metadata import SaidOfFile
from cms.media.models import Original, ResumableState, ResumableUpload, Upload
from cms.media.services.quota import require_quota
from cms.media.services.resumable.creating import coming_to
from cms.media.services.resumable.looking import terminate
from cms.media.services.uploads import audit_chain, keep_known, require_sender
from cms.media.stored import read_range

log = logging.getLogger(__name__)
ANSWERED_WITHIN_S = 600
RANGE_COUNT, RANGE_BYTES = 16, 4096
# So many wrong proofs in a day are no accident: the rest of the day everything is sent.
WRONG_MAX, WRONG_WINDOW_S = 5, 86400
_SALT = "cms.media.possession"


@dataclass(frozen=True, slots=True)
class Question:
    """What must be hashed: ``nonce`` and then the bytes of each range (first, length)."""

    token: str
    nonce: bytes
    ranges: tuple[tuple[int, int], ...]


def ask(*, actor, sha256: str, length: int) -> Question:
    """The question about a file; the same kind of answer for any. Raises Refused."""
    require_sender(actor)
    nonce = secrets.token_bytes(16)
    said = {"who": actor.pk, "sha256": sha256, "length": length, "nonce": nonce.hex()}
    return Question(signing.dumps(said, salt=_SALT), nonce, _ranges(nonce, length))


def _ranges(nonce: bytes, length: int) -> tuple[tuple[int, int], ...]:
    """Which bytes the question is about: all of a small file, random ones of a large."""
    if length <= RANGE_COUNT * RANGE_BYTES:
        return ((0, length),)
    digests = (hashlib.sha256(nonce + bytes([n])).digest() for n in range(RANGE_COUNT))
    last = length - RANGE_BYTES
    starts = sorted(int.from_bytes(digest) % (last + 1) for digest in digests)
    return tuple((start, RANGE_BYTES) for start in starts)


def prove(*, actor, token: str, proof: str, said: SaidOfFile) -> Upload | None:
    """Keep the file as one of ``actor``'s if it is here and ``proof`` is right; None when it must
    be sent. The same ``said.upload_id`` again is the same upload.

    Side effects as of a file that arrived; a wrong proof is audited. Raises Invalid for a question
    that is old or another's, and whatever an announcement is refused for.
    """
    require_sender(actor)
    try:
        asked = signing.loads(token, salt=_SALT, max_age=ANSWERED_WITHIN_S)
    except signing.BadSignature:
        asked = {}
    if asked.get("who") != actor.pk or said.sha256 not in {"", asked["sha256"]}:
        raise Invalid(_("Pertanyaan ini kedaluwarsa. Tanyakan sekali lagi."))
    original = Original.objects.filter(sha256=asked["sha256"], byte_count=asked["length"]).first()
    if original is None or not _is_proven(actor, original, bytes.fromhex(asked["nonce"]), proof):
        return None
    seen = Inspected(format_named(original.format_name), original.byte_count)
    require_kind(seen.format, said.kind or None)
    require_honest_name(seen.format, said.name)
    _give_up_announced(actor, said)
    return _kept(actor, original, seen, said)


def _is_proven(actor, original: Original, nonce: bytes, proof: str) -> bool:
    wrong = f"false-proof:{actor.pk}"
    if cache.get(wrong, 0) >= WRONG_MAX:
        return False
    digest = hashlib.sha256(nonce)
    try:
        for first, length in _ranges(nonce, original.byte_count):
            for data in read_range(storages["default"], original.name, first, length):
                digest.update(data)
    except Exception:
        # Whatever the storage raises: then the file is simply sent.
        log.exception("original %s cannot be read", original.pk)
        return False
    if compare_digest(digest.hexdigest(), proof):
        return True
    cache.add(wrong, 0, timeout=WRONG_WINDOW_S)
    cache.incr(wrong)
    with transaction.atomic():
        audit.append(
            actor=actor, verb="media.false-proof", target=actor, chain=audit_chain(original.pk)
        )
    return False


def _give_up_announced(actor, said: SaidOfFile) -> None:
    """What was announced under this id need not come any more."""
    way = ResumableUpload.objects.filter(pk=said.upload_id).first() if said.upload_id else None
    if way is None:
        return
    if way.owner_id != actor.pk:
        raise _other_file()
    if way.state == ResumableState.RECEIVING:
        terminate(actor=actor, upload_id=way.pk)


def _other_file() -> Conflict:
    return Conflict(_("Nomor kiriman ini sudah dipakai untuk berkas lain."))


@transaction.atomic
def _kept(actor, original: Original, seen: Inspected, said: SaidOfFile) -> Upload | None:
    # Locked, so that two at once cannot both be the last that is allowed.
    lock(get_user_model().objects.order_by(), pk=actor.pk)
    known = Upload.objects.filter(pk=said.upload_id).first() if said.upload_id else None
    if known is not None:
        if (known.owner_id, known.sha256) != (actor.pk, original.sha256):
            raise _other_file()
        return known
    require_quota(actor, 0)
    if said.belongs_to is not None:
        admit(actor=actor, belongs_to=said.belongs_to, coming=coming_to(actor, said.belongs_to))
    # Locked, so that nobody lets go of the last reference at this moment.
    if not Original.objects.select_for_update().filter(pk=original.pk).exists():
        return None
    return keep_known(actor=actor, original=original, seen=seen, said=said)
