"""The headers of tus 1.0.0, read and written: https://tus.io/protocols/resumable-upload

Core, creation, creation-with-upload, expiration, checksum, termination and concatenation.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from cms.base.errors import DomainError, UnsupportedMedia
from cms.media.metadata import HEADER_MAX, declared_in
from cms.media.models import JoinRole, ResumableState, ResumableUpload
from cms.media.services.resumable import ALGORITHMS, LENGTH_MAX, Checksum, Declared

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,checksum,termination,concatenation"
PIECE = "application/offset+octet-stream"
_NUMBER = re.compile(r"[0-9]{1,15}")
_FINAL = "final;"


class BadHeader(DomainError):
    """A header is missing, or says what it cannot say."""

    code = "bad-header"


class WrongVersion(DomainError):
    """The client speaks another version of the protocol, or none."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "tus-version"
    headers: Mapping[str, str] = {"Tus-Version": VERSION}


class WrongMethod(DomainError):
    """The resource does not offer this."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    code = "method"

    def __init__(self, allowed: str):
        super().__init__(_("Permintaan ini tidak dapat dilayani."))
        self.headers = {"Allow": allowed}


def require_version(request: HttpRequest) -> None:
    """Raise WrongVersion unless the client speaks ours."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise WrongVersion(_("Server ini memakai tus %(version)s.") % {"version": VERSION})


def discovery() -> HttpResponse:
    """What this server can do."""
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(LENGTH_MAX),
            "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        },
    )


def _number(request: HttpRequest, name: str) -> int:
    given = request.headers.get(name, "")
    if not _NUMBER.fullmatch(given):
        raise BadHeader(_("%(header)s harus berupa bilangan bulat.") % {"header": name})
    return int(given)


def offset_of(request: HttpRequest) -> int:
    """Where the piece begins. Raises BadHeader."""
    return _number(request, "Upload-Offset")


def body_bytes_of(request: HttpRequest) -> int | None:
    """How much the body says that it has; None when it says nothing and ends by itself."""
    said = request.META.get("CONTENT_LENGTH") or ""
    if _NUMBER.fullmatch(said):
        return int(said)
    return None if request.META.get("wsgi.input_terminated") else 0


def require_piece(request: HttpRequest) -> None:
    """Raise UnsupportedMedia unless the body is declared as a piece of a file."""
    if request.content_type != PIECE:
        raise UnsupportedMedia(_("Jenis isi harus %(type)s.") % {"type": PIECE})


def no_form() -> UnsupportedMedia:
    """What is said to a form that is sent here."""
    return UnsupportedMedia(_("Jenis isi harus %(type)s.") % {"type": PIECE})


def again_soon(upload: ResumableUpload) -> dict[str, str]:
    """When to ask again about a file that is being checked."""
    return {"Retry-After": "2"} if upload.state == ResumableState.CHECKING else {}


def checksum_of(request: HttpRequest) -> Checksum | None:
    """What the body should be; None when nothing is said. Raises BadHeader."""
    given = request.headers.get("Upload-Checksum")
    if given is None:
        return None
    algorithm, _space, encoded = given.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadHeader(
            _("Checksum ini tidak dikenal; yang dikenal: %(list)s.")
            % {"list": ", ".join(ALGORITHMS)}
        )
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BadHeader(_("Upload-Checksum tidak dapat dibaca.")) from None
    if len(digest) != ALGORITHMS[algorithm]().digest_size:
        raise BadHeader(_("Upload-Checksum tidak dapat dibaca."))
    return Checksum(algorithm, digest)


def declared_of(request: HttpRequest) -> Declared:
    """What is announced. Raises BadHeader, BadMetadata."""
    if "Upload-Defer-Length" in request.headers:
        raise BadHeader(_("Panjang berkas harus disebutkan di awal (Upload-Length)."))
    metadata = request.headers.get("Upload-Metadata", "")
    if not metadata.isascii() or len(metadata) > HEADER_MAX:
        raise BadHeader(_("Upload-Metadata tidak dapat dibaca."))
    said = declared_in(metadata)
    concat = request.headers.get("Upload-Concat", "")
    role, joined = _role(concat)
    if role == JoinRole.FINAL:
        if "Upload-Length" in request.headers:
            raise BadHeader(_("Panjang berkas gabungan dihitung dari bagian-bagiannya."))
        length = 0
    else:
        length = _number(request, "Upload-Length")
    return Declared(
        length=length,
        said=said,
        metadata=metadata,
        role=role,
        joined=joined,
    )


def _role(concat: str) -> tuple[str, tuple[UUID, ...]]:
    if not concat:
        return JoinRole.WHOLE, ()
    if concat == JoinRole.PARTIAL:
        return JoinRole.PARTIAL, ()
    if not concat.startswith(_FINAL):
        raise BadHeader(_("Upload-Concat tidak dapat dibaca."))
    return JoinRole.FINAL, tuple(map(_key_in, concat.removeprefix(_FINAL).split()))


def _key_in(address: str) -> UUID:
    try:
        return UUID(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    except ValueError:
        raise BadHeader(_("Upload-Concat tidak dapat dibaca.")) from None


def describe(
    upload: ResumableUpload, *, address: str, addresses: Mapping[str, str]
) -> dict[str, str]:
    """The headers that say how far ``upload`` is. ``addresses`` are those of its parts by key."""
    headers = {"Upload-Length": str(upload.length)}
    # A file that is still being joined has no offset yet.
    if upload.role != JoinRole.FINAL or upload.state == ResumableState.KEPT:
        headers["Upload-Offset"] = str(upload.offset)
    if upload.metadata:
        headers["Upload-Metadata"] = upload.metadata
    if upload.role == JoinRole.PARTIAL:
        headers["Upload-Concat"] = "partial"
    elif upload.role == JoinRole.FINAL:
        headers["Upload-Concat"] = _FINAL + " ".join(addresses[key] for key in upload.joined)
    return headers | expiry(upload)


def expiry(upload: ResumableUpload) -> dict[str, str]:
    """Until when a file that is not complete may be continued."""
    if upload.state != ResumableState.RECEIVING:
        return {}
    return {"Upload-Expires": http_date(upload.expires_at.timestamp())}
