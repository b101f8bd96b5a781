"""How a request of a program changes something: all or nothing, once, in the token's name.

With an ``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header) the answer is kept beside
what was done, in the same transaction, and given again to the same request. A request is claimed
by a row before it begins; a claim whose process died can be taken over after ``LEASE``, and
whoever was too slow finds its claim gone and undoes what it did. Refusals are not kept: they
changed nothing, and the corrected request may use the same key.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import orjson
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import ApiToken
from cms.base.acting import SignedIn, acting_for
from cms.base.api.answering import JSON, as_asked, page_body
from cms.base.cursors import Page
from cms.base.errors import Conflict, DomainError
from cms.base.models import IdempotencyKey

LEASE = timedelta(seconds=60)
KEPT = timedelta(hours=48)
BATCH = 5_000
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEPT_HEADERS = ("ETag", "Location")
# A string of structured fields in quotes, or the same without them.
_KEY = re.compile(rf'"?([\x21\x23-\x5b\x5d-\x7e]{{1,{IdempotencyKey.KEY_MAX}}})"?')


class BadKey(DomainError):
    """A key is missing where one is needed, or is none."""

    code = "idempotency-key"


class KeyReused(DomainError):
    """The key belongs to another request."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "idempotency-key-reused"


class UnderWay(Conflict):
    """The first request with this key is not finished."""

    code = "under-way"

    def __init__(self):
        super().__init__(_("Permintaan yang sama sedang dikerjakan. Coba lagi sebentar lagi."))
        self.headers = {"Retry-After": "2"}


def private_answer(
    document: Mapping, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """``document`` as JSON for the one who asked, kept by no cache."""
    return _private(orjson.dumps(document), status, headers or {})


def private_page(
    request: HttpRequest, name: str, documents: Iterable[Mapping], *, page: Page
) -> HttpResponse:
    """One page of a list of ``documents`` for the one who asked, as :func:`page_body` has it."""
    rows = (orjson.dumps(document) for document in documents)
    return _private(page_body(as_asked(request), name, rows, page=page), HTTPStatus.OK, {})


def _private(body: bytes, status: int, headers: Mapping[str, str]) -> HttpResponse:
    return HttpResponse(body, content_type=JSON, status=status, headers=headers)


def key_of(request: HttpRequest) -> str:
    """The key of ``request``, blank without one. Raises BadKey for what is none."""
    given = request.headers.get(HEADER)
    if given is None:
        return ""
    found = _KEY.fullmatch(given.strip())
    if found is None:
        raise BadKey(
            _("Idempotency-Key terdiri dari 1 sampai %(max)d huruf, angka atau tanda ASCII.")
            % {"max": IdempotencyKey.KEY_MAX}
        )
    return found[1]


def perform(request: HttpRequest, deed: Callable[[], HttpResponse]) -> HttpResponse:
    """Do ``deed`` for the caller of ``request`` in one transaction, and answer what it answers.

    What it refuses it raises; everything is then undone. With a key: once, see the module. Raises
    also BadKey, KeyReused and UnderWay.
    """
    key, caller = key_of(request), request.auth
    with acting_for(caller):
        if not key:
            with transaction.atomic():
                return deed()
        row = _claim(caller, key, _fingerprint(request))
        if row.status is not None:
            return _again(row)
        try:
            with transaction.atomic():
                response = deed()
                _remember(row, response)
        except Exception:
            with contextlib.suppress(DatabaseError):
                _mine(row).delete()
            raise
    return response


def forget_keys() -> int:
    """Drop keys older than ``KEPT``; return how many."""
    old = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT)
    found = list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH])
    return IdempotencyKey.objects.filter(pk__in=found).delete()[0]


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for name in ("Content-Type", "If-Match"):
        digest.update(f"{request.headers.get(name, '')}\n".encode())
    digest.update(request.body)
    return digest.hexdigest()


def _claim(caller: ApiToken | SignedIn, key: str, fingerprint: str) -> IdempotencyKey:
    """The row of ``key``: ours to finish, or finished."""
    now = timezone.now()
    mine = IdempotencyKey(
        owner_id=caller.owner_id, key=key, fingerprint=fingerprint, leased_until=now + LEASE
    )
    same_key = IdempotencyKey.objects.filter(owner_id=caller.owner_id, key=key)
    same_key.filter(created_at__lt=now - KEPT).delete()
    IdempotencyKey.objects.bulk_create([mine], ignore_conflicts=True)
    row = same_key.first()
    if row is None:  # let go by another request at this moment
        raise UnderWay
    if row.claim == mine.claim:
        return row
    if row.fingerprint != fingerprint:
        raise KeyReused(_("Idempotency-Key ini sudah dipakai untuk permintaan lain."))
    if row.status is not None:
        return row
    if row.leased_until > now:
        raise UnderWay
    before, row.claim = row.claim, uuid4()
    left = same_key.filter(pk=row.pk, claim=before, status=None)
    if not left.update(claim=row.claim, leased_until=now + LEASE):
        raise UnderWay
    return row


def _mine(row: IdempotencyKey):
    return IdempotencyKey.objects.filter(pk=row.pk, claim=row.claim, status=None)


def _remember(row: IdempotencyKey, response: HttpResponse) -> None:
    """Keep what was answered, in the transaction of what was done."""
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    kept = {"status": response.status_code, "body": response.content, "headers": headers}
    if not _mine(row).update(**kept):
        raise UnderWay


def _again(row: IdempotencyKey) -> HttpResponse:
    return _private(bytes(row.body), row.status, row.headers | {REPLAYED: "true"})
